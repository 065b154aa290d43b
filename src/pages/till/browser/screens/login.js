import { call } from "../api.js";
import { h } from "../dom.js";
import { textField } from "../fields.js";
import { form } from "../form.js";
import { forget, keep, memory } from "../memory.js";
import { refresh } from "../navigation.js";
import { t } from "../text.js";

export const login = {
  title: "login.title",
  hint: "login.hint",
  content: () => [
    memory.isEnded && h("p", { class: "notice", role: "alert" }, t("login.ended")),
    form({
      name: "login",
      fields: [
        textField({
          name: "login",
          aliases: ["manager"],
          label: t("field.login"),
          type: "email",
          autocomplete: "username",
          autocapitalize: "none",
          value: memory.login,
        }),
        textField({
          name: "password",
          label: t("field.password"),
          type: "password",
          autocomplete: "current-password",
          secret: true,
        }),
      ],
      submit: t("login.submit"),
      progress: t("login.progress"),
      onSubmit: logIn,
    }),
  ],
};

/** The same agent goes on where the session ended; another one begins anew. */
async function logIn({ login: name, password }) {
  const { user } = await call("POST", "/sessions", { user: { login: name, password } });
  if (memory.login !== name) forget();
  keep({ login: name, token: user.authentication_token, isEnded: false });
  const { agent } = await call("GET", "/agent");
  const stores = agent.stores.map(({ store }) => store);
  const isKnown = stores.some(({ id }) => id === memory.storeId);
  const storeId = stores.length === 1 ? stores[0].id : isKnown ? memory.storeId : undefined;
  keep({ agent: { name: `${agent.first_name} ${agent.last_name}`, stores }, storeId });
  refresh();
}
