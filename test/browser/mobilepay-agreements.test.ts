import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { phone as phoneDevice, screenshot } from "../support/browser.ts";
import { type Receiver, useReceiver } from "../support/receiver.ts";
import { failure } from "../wire/mobilepay/psp.ts";
import {
  answerCard,
  answerCharge,
  charge,
  initiateCit,
  propose,
  recurring,
} from "../wire/mobilepay/recurring.ts";
import { newVisit, title } from "./scene.ts";
import {
  answerWith,
  cardCallback,
  enterPhone,
  landingOf,
  newPhone,
  openPhone,
  orderOf,
  swipe,
  useWalletScene,
} from "./wallet-scene.ts";

const scene = useWalletScene();

type Agreed = { readonly agreementId: string; readonly number: string; readonly wallet: Page };

/** An agreement that the user of a new number has approved on the phone, with a first payment of DKK 249.50. */
async function agreed(receiver: Receiver, more = {}): Promise<Agreed> {
  const { psp } = scene;
  const agreementId = await propose(psp, receiver, more);
  const { json } = await initiateCit(psp, agreementId, receiver, orderOf(scene, receiver));
  const number = newPhone();
  const wallet = await newVisit(phoneDevice);
  await openPhone(scene, wallet, number, `/phone/payments/${json.paymentId}`);
  await wallet.getByLabel(/I agree that/).check();
  await swipe(wallet);
  await answerWith(scene, await cardCallback(receiver));
  await title(wallet, "Receipt: Reserved").waitFor();
  return { agreementId, number, wallet };
}

test("an agreement is proposed on the landing page, accepted on the phone and seen there", async () => {
  const receiver = await useReceiver();
  const { psp, kassaUrl } = scene;
  const agreementId = await propose(psp, receiver, { selfServiceUrl: "https://gym.example/me" });
  const cit = await initiateCit(psp, agreementId, receiver, {
    ...orderOf(scene, receiver),
    amount: 0,
    isAccountVerification: true,
  });
  const { paymentId } = cit.json;
  const number = newPhone();
  const page = await newVisit(phoneDevice);
  await page.goto(landingOf(scene, paymentId, "&lang=en"));
  await page.getByText("Nothing is charged now.").waitFor();
  await page.getByText("You also agree to later payments").waitFor();
  await enterPhone(page, number);

  const wallet = await newVisit(phoneDevice);
  await openPhone(scene, wallet, number);
  await wallet.getByRole("link", { name: /^Gedekid og Smoothies/ }).click();
  await title(wallet, "Agreement with Gedekid og Smoothies").waitFor();
  await swipe(wallet);
  await wallet.getByText("Tick the box to accept the agreement.").waitFor();
  expect(receiver.calls).toEqual([]);
  await wallet.getByLabel(/I agree that/).check();
  await screenshot(wallet, "phone-mobilepay-agree");
  await swipe(wallet);
  await answerWith(scene, await cardCallback(receiver));
  await page.waitForURL(`${scene.shopUrl}/done`);
  await title(wallet, "Receipt: Card checked").waitFor();
  await cardCallback(receiver, { path: "/agreement" });

  await wallet.goto(`${kassaUrl}/phone/agreements`);
  await wallet.getByRole("link", { name: /Gedekid og Smoothies/ }).click();
  await title(wallet, "Agreement: Active").waitFor();
  const service = wallet.getByRole("link", { name: "Change or end it at Gedekid og Smoothies" });
  expect(await service.getAttribute("href")).toBe("https://gym.example/me");
  await wallet.getByText("Card checked").waitFor();
  await screenshot(wallet, "phone-mobilepay-agreement");
});

describe("the card of an agreement", () => {
  test("is changed on the phone once its integrator has checked the new one", async () => {
    const receiver = await useReceiver();
    const { agreementId, wallet } = await agreed(receiver);
    await wallet.goto(`${scene.kassaUrl}/phone/agreements/${agreementId}/card`);
    await wallet.getByText("Mastercard •••• 8031").click();
    await wallet.getByRole("button", { name: "Use this card" }).click();
    await wallet.getByText("is checking your card").waitFor();
    const first = await cardCallback(receiver, { path: "/card" });
    await answerCard(scene.psp, agreementId, first.paymentId, failure(1006));
    await wallet.getByText("The card is blocked. Try another one.").waitFor();

    await wallet.getByText("Visa •••• 1111").click();
    await wallet.getByRole("button", { name: "Use this card" }).click();
    const second = await cardCallback(receiver, { path: "/card", count: 2 });
    const stepUp = failure(1008, { threeDSecureUrl: `${scene.shopUrl}/bank` });
    await answerCard(scene.psp, agreementId, second.paymentId, stepUp);
    await wallet.frameLocator("[data-challenge]").getByRole("link", { name: "Confirm" }).click();
    await wallet.getByText("We wait for the answer about your card").waitFor();
    await answerCard(scene.psp, agreementId, second.paymentId);
    await wallet.getByText("The card is changed.").waitFor();
    expect(await wallet.getByText("Visa •••• 1111").count()).toBe(1);
    expect((await charge(scene.psp, agreementId, { last4: "1111" })).http).toBe(200);
  });

  test("that is not the one its integrator means is chosen anew", async () => {
    const receiver = await useReceiver();
    const { agreementId, number } = await agreed(receiver);
    const wallet = await newVisit(phoneDevice);
    await openPhone(scene, wallet, number);
    await wallet.getByText("Nobody asks you for money").waitFor();
    expect((await charge(scene.psp, agreementId, { last4: "0000" })).json.code).toBe("2110");
    // The page looks by itself.
    const message = "No card is selected for Gedekid og Smoothies any more.";
    await wallet.getByText(message).first().waitFor();
    await wallet.getByRole("link", { name: "Have a look" }).click();
    await wallet.getByText(message).waitFor();
    await wallet.getByRole("link", { name: "Change the card" }).click();
    await wallet.getByRole("button", { name: "Use this card" }).click();
    const callback = await cardCallback(receiver, { path: "/card" });
    await answerCard(scene.psp, agreementId, callback.paymentId);
    await wallet.getByText("The card is changed.").waitFor();
    expect((await charge(scene.psp, agreementId)).http).toBe(200);
  });
});

test("charges are told on the phone: paid, failed, paid back", async () => {
  const receiver = await useReceiver();
  const { agreementId, number } = await agreed(receiver);
  const { psp } = scene;
  const wallet = await newVisit(phoneDevice);
  await openPhone(scene, wallet, number);
  const failed = (await charge(psp, agreementId)).json.paymentId;
  await answerCharge(psp, failed, failure(1003));
  await wallet.getByText("could not charge DKK 10.00. The card has expired.").first().waitFor();
  await answerCharge(psp, failed);
  await psp.report("capture", failed, { amount: 1000, mit: true });
  await wallet.getByText("You have paid DKK 10.00 to Gedekid og Smoothies.").first().waitFor();
  await psp.report("refund", failed, { amount: 400, mit: true });
  await wallet.getByText("has paid back DKK 4.00.").first().waitFor();
  await screenshot(wallet, "phone-mobilepay-messages");
  await wallet.goto(`${scene.kassaUrl}/phone/agreements/${agreementId}`);
  await wallet.getByRole("link", { name: /DKK 10.00/ }).click();
  await title(wallet, "Receipt: Paid").waitFor();
  await wallet.getByRole("link", { name: "Have a look" }).click();
  await title(wallet, "Agreement: Active").waitFor();
});

test("an agreement is ended on the phone, and its integrator is told", async () => {
  const receiver = await useReceiver();
  const { agreementId, wallet } = await agreed(receiver);
  await wallet.goto(`${scene.kassaUrl}/phone/agreements/${agreementId}`);
  await wallet.getByRole("link", { name: "End the agreement" }).click();
  await wallet.getByText("can then charge you no more").waitFor();
  await wallet.getByRole("button", { name: "Yes, end it" }).click();
  await title(wallet, "Agreement: Ended").waitFor();
  const told = await cardCallback(receiver, { path: "/agreement", count: 2 });
  expect(told).toMatchObject({ state: "Terminated" });
  expect((await charge(scene.psp, agreementId)).json.code).toBe("4030");
});

test("one that its integrator ends is told on the phone", async () => {
  const receiver = await useReceiver();
  const { agreementId, number } = await agreed(receiver);
  const wallet = await newVisit(phoneDevice);
  await openPhone(scene, wallet, number);
  await scene.psp.call("DELETE", `${recurring}?agreementId=${agreementId}`);
  await wallet.getByText("Your agreement with Gedekid og Smoothies has ended.").first().waitFor();
});
