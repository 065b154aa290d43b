export { type Item, itemsTotal, readItems } from "./items.ts";
export { type Metadata, readMetadata } from "./metadata.ts";
export { type PaymentDetails, readPaymentDetails } from "./payment-details.ts";
export { parseRequest } from "./request.ts";
export { readFlag, readInteger, readTest } from "./values.ts";
export { readWebhooks, type Webhook, type WebhookTrigger } from "./webhooks.ts";
