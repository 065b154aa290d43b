import type { FastifyInstance } from "fastify";
import * as mokka from "../mokka.ts";
import { failure } from "../order-actions.ts";
import type { Shop } from "../shop.ts";
import { cartCount } from "./cart.ts";

/** The banner: how much may I spend in installments? */
export function serveRegistration(app: FastifyInstance, shop: Shop): void {
  const { registrations, sessions, pages, publicUrl, kassaPublicUrl } = shop;

  app.post("/registration", async (request, reply) => {
    const customer = sessions.find(request)?.customer;
    const registration = registrations.add(shop.now());
    const answer = await mokka.register(shop.mokka, {
      terms_url: `${publicUrl()}/installments`,
      callback_url: `${publicUrl()}/mokka/callback`,
      redirect_url: `${publicUrl()}/registration/${registration.id}`,
      authorized_client: false,
      primary_phone: customer?.phone,
      primary_email: customer?.email,
      current_order: { order_id: registration.id },
      person: customer && { first_name: customer.firstName, surname: customer.surname, patronymic: "" },
      additional_data: { previous_url: request.headers.referer ?? `${publicUrl()}/` },
    });
    if (answer.outcome !== "accepted") {
      const refused = failure(answer, "Please try again in a moment.");
      return pages.send(reply.status(502), "registration", { refused });
    }
    registration.iframeUrl = answer.body.iframe_url;
    return reply.redirect(`/registration/${registration.id}#popup`, 303);
  });

  app.get<{ Params: { id: string } }>("/registration/:id", async (request, reply) => {
    const registration = registrations.find(request.params.id);
    if (!registration?.iframeUrl) return reply.callNotFound();
    const { decision, mobilePhone } = registration;
    const answer =
      decision === "approved" && mobilePhone ? await mokka.limit(shop.mokka, mobilePhone) : undefined;
    return pages.send(reply, "registration", {
      registration,
      // What is left of the limit now; the callback told what it was on the day.
      limit: answer?.outcome === "accepted" ? answer.body.limit : registration.limit,
      kassaPublicUrl,
      cartCount: cartCount(sessions.find(request)),
    });
  });
}
