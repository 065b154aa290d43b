import { type Notice, newToken } from "./orders.ts";

/** What has buttons: what the last press led to, and a token that is good for the next one. */
export type Pressable = { actionToken: string; notice?: Notice };

export function newPressable(): Pressable {
  return { actionToken: newToken() };
}

const running = new WeakMap<Pressable, Promise<void>>();

/** One press of a button, even when it is pressed twice: the second finds its token used, and waits for the first. */
export async function once(pressed: Pressable, token: unknown, action: () => Promise<Notice>): Promise<void> {
  if (token !== pressed.actionToken) {
    await running.get(pressed);
    pressed.notice ??= {
      tone: "bad",
      text: "That button belonged to an older page. This is how it stands now.",
    };
    return;
  }
  pressed.actionToken = newToken();
  const press = action().then((notice) => {
    pressed.notice = notice;
  });
  running.set(pressed, press);
  await press;
}
