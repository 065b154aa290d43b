export { countWebhooks, type WebhookFilter, webhookPage } from "./queries.ts";
export {
  addStandingWebhook,
  changeWebhook,
  removeStandingWebhook,
  standingWebhooks,
  type WebhookTerms,
} from "./standing.ts";
export { addWebhook, type Webhook, webhooks } from "./webhook.ts";
