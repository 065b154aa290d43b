import { describe, expect, test } from "vitest";
import { desktop, phone as phoneDevice, screenshot } from "../support/browser.ts";
import { useReceiver } from "../support/receiver.ts";
import { failure } from "../wire/mobilepay/psp.ts";
import { devices, newVisit, title } from "./scene.ts";
import {
  answerWith,
  cardCallback,
  enterPhone,
  heard,
  initiate,
  landingOf,
  newPhone,
  openPhone,
  swipe,
  useWalletScene,
} from "./wallet-scene.ts";

const scene = useWalletScene();

describe.each(devices)("on a %s", (name, device) => {
  test("a phone is entered, the user swipes, and the same tab goes on to the shop by itself", async () => {
    const receiver = await useReceiver();
    const number = newPhone();
    const paymentId = await initiate(scene, receiver);
    const page = await newVisit(device);
    await page.goto(landingOf(scene, paymentId));
    await page.getByRole("link", { name: "English" }).click();
    await screenshot(page, `${name}-mobilepay-landing`);
    await enterPhone(page, number);
    await title(page, "Open MobilePay and swipe").waitFor();
    await page.getByText(`the number ending in ${number.slice(-4)}`).waitFor();
    await screenshot(page, `${name}-mobilepay-waiting`);

    const wallet = await newVisit(device);
    await openPhone(scene, wallet, number);
    await wallet.getByRole("link", { name: /249.50/ }).click();
    await title(wallet, "Pay Gedekid og Smoothies").waitFor();
    await screenshot(wallet, `${name}-mobilepay-request`);
    await swipe(wallet);
    await title(wallet, "Wait a moment").waitFor();
    await title(page, "Your payment is on its way").waitFor();
    await answerWith(scene, await cardCallback(receiver));

    await page.waitForURL(`${scene.shopUrl}/done`);
    await title(wallet, "Receipt: Reserved").waitFor();
    const { http } = await scene.psp.report("capture", paymentId, { amount: 20_000 });
    expect(http).toBe(200);
    await title(wallet, "Receipt: Paid").waitFor();
    await scene.psp.report("refund", paymentId, { amount: 5_000 });
    await wallet.getByText("DKK 50.00").waitFor();
    await screenshot(wallet, `${name}-mobilepay-receipt`);
  });
});

test("a card that is declined is told in words, and another one pays", async () => {
  const receiver = await useReceiver();
  const number = newPhone();
  const paymentId = await initiate(scene, receiver);
  const page = await newVisit(desktop);
  await page.goto(landingOf(scene, paymentId, "&lang=en"));
  await enterPhone(page, number);
  const wallet = await newVisit(phoneDevice);
  await openPhone(scene, wallet, number, `/phone/payments/${paymentId}`);
  await swipe(wallet);
  const first = await cardCallback(receiver);
  expect(first.CardType).toBe("DANKORT");
  await answerWith(scene, first, failure(1001));

  const words = "There is not enough money on the card. Try another one.";
  await page.getByText(words).waitFor();
  await wallet.getByText(words).waitFor();
  await wallet.getByText("Mastercard •••• 8031").click();
  await swipe(wallet);
  const second = await cardCallback(receiver, { count: 2 });
  expect(second.CardType).toMatch(/^MC-/);
  await answerWith(scene, second);
  await page.waitForURL(`${scene.shopUrl}/done`);
});

test("a user who rejects is told so, and the shop's tab goes back", async () => {
  const receiver = await useReceiver();
  const number = newPhone();
  const paymentId = await initiate(scene, receiver);
  const page = await newVisit(desktop);
  await page.goto(landingOf(scene, paymentId, "&lang=en"));
  await enterPhone(page, number);
  const wallet = await newVisit(phoneDevice);
  await openPhone(scene, wallet, number, `/phone/payments/${paymentId}`);
  await wallet.getByRole("button", { name: "Reject" }).click();
  await title(wallet, "Receipt: Rejected by you").waitFor();
  await page.waitForURL(`${scene.shopUrl}/done`);
  expect(receiver.calls).toEqual([]);
});

test("a tap on the slider does nothing, a key swipes", async () => {
  const receiver = await useReceiver();
  const number = newPhone();
  const paymentId = await initiate(scene, receiver);
  const wallet = await newVisit(phoneDevice);
  await openPhone(scene, wallet, number, `/phone/payments/${paymentId}`);
  const slider = wallet.getByRole("button", { name: /Swipe to pay/ });
  await slider.click();
  await title(wallet, "Pay Gedekid og Smoothies").waitFor();
  expect(receiver.calls).toEqual([]);
  await slider.focus();
  await wallet.keyboard.press("Enter");
  await title(wallet, "Wait a moment").waitFor();
  await answerWith(scene, await cardCallback(receiver));
  await title(wallet, "Receipt: Reserved").waitFor();
});

test("a number is filled in by the link or from the last time, and at a kiosk by nobody", async () => {
  const receiver = await useReceiver();
  const number = newPhone();
  const open = async (more: string) => landingOf(scene, await initiate(scene, receiver), `&lang=en${more}`);
  const page = await newVisit(desktop);
  const field = page.locator("input[type=tel]");
  await page.goto(await open("&alias=004512345678"));
  expect(await field.inputValue()).toBe("12345678");
  await page.goto(await open("&alias=%2B358401234567"));
  expect(await field.inputValue()).toBe("401234567");
  expect(await page.getByLabel("Country code").inputValue()).toBe("358");
  await page.goto(await open(""));
  expect(await field.inputValue()).toBe("");
  await enterPhone(page, number);
  await title(page, "Open MobilePay and swipe").waitFor();
  await page.goto(await open(""));
  expect(await field.inputValue()).toBe(number);
  await page.goto(await open("&disable-remember-me"));
  expect(await field.inputValue()).toBe("");
  expect(await page.getByText("Remember my number").count()).toBe(0);
  await page.goto(await open(""));
  await page.getByText("Remember my number").click();
  await page.getByRole("button", { name: "Continue" }).click();
  await title(page, "Open MobilePay and swipe").waitFor();
  await page.goto(await open(""));
  expect(await field.inputValue()).toBe("");
});

test("what is wrong with a number is said beside it", async () => {
  const receiver = await useReceiver();
  const paymentId = await initiate(scene, receiver, { minimumMobilePayUserAge: 18 });
  const page = await newVisit(desktop);
  await page.goto(landingOf(scene, paymentId, "&lang=en"));
  const error = page.locator("#phone-error");
  await enterPhone(page, "12");
  await expect.poll(() => error.textContent()).toContain("no phone number");
  await enterPhone(page, "+46701234567");
  await expect.poll(() => error.textContent()).toContain("has no MobilePay");
  // The owner of this one is 17.
  await enterPhone(page, "10000017");
  await expect.poll(() => error.textContent()).toContain("too young");
  await enterPhone(page, "10000018");
  await title(page, "Open MobilePay and swipe").waitFor();
  await page.getByRole("link", { name: "Not your number? Change it" }).click();
  await enterPhone(page, newPhone());
  await title(page, "Open MobilePay and swipe").waitFor();
});

test("the time runs out, and the page says so", async () => {
  const receiver = await useReceiver();
  const number = newPhone();
  const paymentId = await initiate(scene, receiver);
  const page = await newVisit(phoneDevice);
  await page.goto(landingOf(scene, paymentId, "&lang=en"));
  await page.getByText(/^34:\d\d$/).waitFor();
  await enterPhone(page, number);
  await scene.psp.kassa.advance("PT30M");
  await page.getByText(/^4:\d\d$/).waitFor();
  await scene.psp.kassa.advance("PT6M");
  await title(page, "The time for this payment is over").waitFor();
  await screenshot(page, "phone-mobilepay-expired");
  await page.getByRole("link", { name: "Back to the shop" }).click();
  await page.waitForURL(`${scene.shopUrl}/done`);
});

test("a payment that its shop takes back, or its customer cancels, is over", async () => {
  const receiver = await useReceiver();
  const page = await newVisit(desktop);
  const taken = await initiate(scene, receiver);
  await page.goto(landingOf(scene, taken, "&lang=en"));
  await scene.psp.call("PUT", `/api/v1/payments/${taken}/invalidate`);
  await title(page, "The shop has taken the payment back").waitFor();
  const cancelled = await initiate(scene, receiver);
  await page.goto(landingOf(scene, cancelled, "&lang=en"));
  await page.getByRole("button", { name: "Cancel the payment" }).click();
  await page.waitForURL(`${scene.shopUrl}/done`);
});

test("who has no card that can pay adds one, and pays", async () => {
  const receiver = await useReceiver();
  const number = newPhone();
  const only = [{ name: "ELEC-DEBIT", encryptedPanCallbackUrl: `${receiver.url}/pan` }];
  const paymentId = await initiate(scene, receiver, { allowedCardTypes: only });
  const page = await newVisit(desktop);
  await page.goto(landingOf(scene, paymentId, "&lang=en"));
  await enterPhone(page, number);
  await page.getByText("None of your cards can pay here.").waitFor();
  const wallet = await newVisit(phoneDevice);
  await openPhone(scene, wallet, number, `/phone/payments/${paymentId}`);
  await wallet.getByText("None of your cards can pay here.").waitFor();
  await wallet.getByRole("link", { name: "Add a card" }).click();
  await wallet.getByLabel("Card number").fill("1234");
  await wallet.getByLabel("Expires").fill("13/99");
  await wallet.getByRole("button", { name: "Save the card" }).click();
  await wallet.getByText("This is no card number.").waitFor();
  expect(await wallet.getByLabel("Card number").inputValue()).toBe("");
  await wallet.getByLabel("Card number").fill("4917 3000 0000 0008");
  await wallet.getByLabel("Expires").fill("12/39");
  await wallet.getByRole("button", { name: "Save the card" }).click();
  await swipe(wallet);
  const callback = await cardCallback(receiver);
  expect(callback.CardType).toBe("ELEC-DEBIT");
  await answerWith(scene, callback);
  await page.waitForURL(`${scene.shopUrl}/done`);
  await wallet.goto(`${scene.kassaUrl}/phone/cards`);
  await wallet.getByRole("button", { name: "Use Visa Electron •••• 0008 first" }).click();
  await wallet.getByText("Used first").waitFor();
  await expect.poll(() => wallet.locator(".entry").first().textContent()).toContain("0008");
  await wallet.getByRole("button", { name: "Remove Visa Electron •••• 0008" }).click();
  await expect.poll(() => wallet.getByText("Visa Electron").count()).toBe(0);
});

describe("3-D Secure", () => {
  const stepUp = (more = {}) => failure(1008, { threeDSecureUrl: `${scene.shopUrl}/bank`, ...more });

  test("the bank's page opens in the phone, closes by itself, and the payment goes through", async () => {
    const receiver = await useReceiver();
    const number = newPhone();
    const paymentId = await initiate(scene, receiver);
    const page = await newVisit(desktop);
    await page.goto(landingOf(scene, paymentId, "&lang=en"));
    await enterPhone(page, number);
    const wallet = await newVisit(phoneDevice);
    await openPhone(scene, wallet, number, `/phone/payments/${paymentId}`);
    await swipe(wallet);
    const callback = await cardCallback(receiver);
    await answerWith(scene, callback, stepUp());
    await title(page, "Your bank wants to know that it is you").waitFor();
    const bank = wallet.frameLocator("[data-challenge]");
    await bank.getByRole("heading", { name: "The bank" }).waitFor();
    await screenshot(wallet, "phone-mobilepay-bank");
    await bank.getByRole("link", { name: "Confirm" }).click();
    await wallet.getByText("We wait for the answer about your card").waitFor();
    expect(await wallet.locator("[data-challenge]").count()).toBe(0);
    await answerWith(scene, callback, failure(1009));
    await title(page, "Your bank has confirmed").waitFor();
    await title(wallet, "Wait a moment").or(title(wallet, "Your bank has confirmed")).waitFor();
    await answerWith(scene, callback);
    await page.waitForURL(`${scene.shopUrl}/done`);
    await title(wallet, "Receipt: Reserved").waitFor();
  });

  test("who fails at the bank, or does not want to, takes another card", async () => {
    const receiver = await useReceiver();
    const number = newPhone();
    const paymentId = await initiate(scene, receiver);
    const wallet = await newVisit(phoneDevice);
    await openPhone(scene, wallet, number, `/phone/payments/${paymentId}`);
    await swipe(wallet);
    const first = await cardCallback(receiver);
    await answerWith(scene, first, stepUp());
    await title(wallet, "Confirm at your bank").waitFor();
    await answerWith(scene, first, failure(1000));
    await wallet.getByText("Your bank has refused the card.").waitFor();
    await swipe(wallet);
    const second = await cardCallback(receiver, { count: 2 });
    await answerWith(scene, second, stepUp());
    await wallet.getByRole("link", { name: "Use another card" }).click();
    await wallet.getByText("Visa •••• 1111").click();
    await swipe(wallet);
    await answerWith(scene, await cardCallback(receiver, { count: 3 }));
    await title(wallet, "Receipt: Reserved").waitFor();
  });

  test("the bank's page closes a window of its own, too", async () => {
    const receiver = await useReceiver();
    const number = newPhone();
    const paymentId = await initiate(scene, receiver);
    const wallet = await newVisit(desktop);
    await openPhone(scene, wallet, number, `/phone/payments/${paymentId}`);
    await swipe(wallet);
    await answerWith(scene, await cardCallback(receiver), stepUp());
    const [tab] = await Promise.all([
      wallet.waitForEvent("popup"),
      wallet.getByRole("link", { name: "Open it in a window of its own" }).click(),
    ]);
    await Promise.all([tab.waitForEvent("close"), tab.getByRole("link", { name: "Confirm" }).click()]);
    await wallet.getByText("We wait for the answer about your card").waitFor();
  });
});

test("a checkout: the shop gets the address that was chosen, where it delivers", async () => {
  const receiver = await useReceiver();
  const number = newPhone();
  const paymentId = await initiate(scene, receiver, {
    isCheckout: true,
    addressCallbackUrl: `${receiver.url}/address`,
    deliveryAddressAllowed: true,
    deliveryLimitedTo: ["FI"],
  });
  const wallet = await newVisit(phoneDevice);
  await openPhone(scene, wallet, number, `/phone/payments/${paymentId}`);
  await wallet.getByText("The shop delivers to Finland only.").waitFor();
  await swipe(wallet);
  await wallet.getByText("Choose an address that the shop delivers to.").waitFor();
  await wallet.getByRole("link", { name: "Add an address" }).click();
  await wallet.getByRole("button", { name: "Save the address" }).click();
  await expect.poll(() => wallet.getByText("Fill in this field.").count()).toBe(3);
  await wallet.getByLabel("Street and number").fill("Rantakatu 1");
  await wallet.getByLabel("Postal code").fill("90100");
  await wallet.getByLabel("City").fill("Oulu");
  await wallet.getByLabel("Country").selectOption({ label: "Finland" });
  await wallet.getByRole("button", { name: "Save the address" }).click();
  await wallet.getByLabel("Delivery address").selectOption("1");
  await wallet.getByLabel("Billing address").selectOption("0");
  await screenshot(wallet, "phone-mobilepay-checkout");
  await swipe(wallet);
  const told = await cardCallback(receiver, { path: "/address" });
  const [billing, delivery] = told.Addresses.toSorted(
    (a: { IsDeliveryAddress: boolean }, b: { IsDeliveryAddress: boolean }) =>
      Number(a.IsDeliveryAddress) - Number(b.IsDeliveryAddress),
  );
  expect(billing).toMatchObject({ CountryCode: "DK", IsBillingAddress: true, IsDeliveryAddress: false });
  expect(delivery).toMatchObject({ AddressLine1: "Rantakatu 1", CountryCode: "FI", IsDeliveryAddress: true });
  await answerWith(scene, await cardCallback(receiver));
  await title(wallet, "Receipt: Reserved").waitFor();
});

test("a checkout that is not delivered says why, and asks for the billing address alone", async () => {
  const receiver = await useReceiver();
  const paymentId = await initiate(scene, receiver, {
    isCheckout: true,
    addressCallbackUrl: `${receiver.url}/address`,
    deliveryAddressAllowed: false,
    deliveryAddressDisallowedReasonCode: 3,
  });
  const wallet = await newVisit(phoneDevice);
  await openPhone(scene, wallet, newPhone(), `/phone/payments/${paymentId}`);
  await wallet.getByText("You have chosen to collect it at the shop.").waitFor();
  expect(await wallet.getByLabel("Delivery address").count()).toBe(0);
  await swipe(wallet);
  const { Addresses } = await cardCallback(receiver, { path: "/address" });
  expect(Addresses).toMatchObject([{ IsBillingAddress: true, IsDeliveryAddress: false }]);
});

test("in a frame of the shop's checkout, which is told how it ended", async () => {
  const receiver = await useReceiver();
  const number = newPhone();
  const paymentId = await initiate(scene, receiver);
  const page = await newVisit(desktop);
  const src = encodeURIComponent(landingOf(scene, paymentId, "&lang=en"));
  await page.goto(`${scene.shopUrl}/embed?src=${src}`);
  const frame = page.frameLocator("iframe");
  await frame.locator("input[type=tel]").fill(number);
  await screenshot(page, "desktop-mobilepay-embedded");
  await frame.getByRole("button", { name: "Continue" }).click();
  await title(frame, "Open MobilePay and swipe").waitFor();
  const { http } = await scene.psp.swipe(paymentId, { phoneNumber: `+45${number}` });
  expect(http).toBe(200);
  await answerWith(scene, await cardCallback(receiver));
  await title(frame, "You have paid").waitFor();
  await expect.poll(() => heard(page)).toEqual(["mobilepay:rc=0&message=completed"]);
  // The shop leaves the page where it is: it leads the whole window back by itself.
  await page.waitForURL(`${scene.shopUrl}/done`);
});

test("in a frame, a rejection and an expiry are told too", async () => {
  const receiver = await useReceiver();
  const ended = async (paymentId: string, end: () => Promise<unknown>) => {
    const page = await newVisit(desktop);
    await page.goto(
      `${scene.shopUrl}/embed?src=${encodeURIComponent(landingOf(scene, paymentId, "&lang=en"))}`,
    );
    await page.frameLocator("iframe").locator("input[type=tel]").waitFor();
    await end();
    await expect.poll(() => heard(page), { timeout: 10_000 }).toHaveLength(1);
    return heard(page);
  };
  // Nobody is there to answer for this number: it says no by itself.
  const rejected = await initiate(scene, receiver);
  const rejects = "004522222222";
  const page = await newVisit(desktop);
  await page.goto(
    `${scene.shopUrl}/embed?src=${encodeURIComponent(landingOf(scene, rejected, `&lang=en&alias=${rejects}`))}`,
  );
  await page.frameLocator("iframe").getByRole("button", { name: "Continue" }).click();
  await expect.poll(() => heard(page)).toEqual(["mobilepay:rc=1&message=rejected"]);

  const expires = await initiate(scene, receiver);
  expect(await ended(expires, () => scene.psp.kassa.advance("PT36M"))).toEqual([
    "mobilepay:rc=3&message=expired",
  ]);
  const taken = await initiate(scene, receiver);
  const invalidate = () => scene.psp.call("PUT", `/api/v1/payments/${taken}/invalidate`);
  expect(await ended(taken, invalidate)).toEqual(["mobilepay:rc=4&message=cancelled"]);
});

describe("without JavaScript", () => {
  const still = { javaScriptEnabled: false } as const;

  test("forms and buttons do, and the pages look again by themselves", async () => {
    const receiver = await useReceiver();
    const number = newPhone();
    const paymentId = await initiate(scene, receiver);
    const page = await newVisit({ ...phoneDevice, ...still });
    await page.goto(landingOf(scene, paymentId, "&lang=en"));
    await enterPhone(page, number);
    await title(page, "Open MobilePay and swipe").waitFor();
    const wallet = await newVisit({ ...phoneDevice, ...still });
    await openPhone(scene, wallet, number, `/phone/payments/${paymentId}`);
    await wallet.getByRole("button", { name: /Swipe to pay/ }).click();
    await title(wallet, "Wait a moment").waitFor();
    await answerWith(scene, await cardCallback(receiver));
    await page.waitForURL(`${scene.shopUrl}/done`);
    await title(wallet, "Receipt: Reserved").waitFor();
  });

  test("the bank's page is in the phone, and done when its user says so", async () => {
    const receiver = await useReceiver();
    const paymentId = await initiate(scene, receiver);
    const wallet = await newVisit({ ...phoneDevice, ...still });
    await openPhone(scene, wallet, newPhone(), `/phone/payments/${paymentId}`);
    await wallet.getByRole("button", { name: /Swipe to pay/ }).click();
    const callback = await cardCallback(receiver);
    await answerWith(scene, callback, failure(1008, { threeDSecureUrl: `${scene.shopUrl}/bank` }));
    await wallet.frameLocator("[data-challenge]").getByRole("link", { name: "Confirm" }).click();
    await wallet.frameLocator("[data-challenge]").getByText("You can close this window").waitFor();
    await answerWith(scene, callback);
    await wallet.getByRole("link", { name: "I have confirmed" }).click();
    await title(wallet, "Receipt: Reserved").waitFor();
  });
});
