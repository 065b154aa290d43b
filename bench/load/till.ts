import type { Connection } from "./client.ts";
import { phoneOf } from "./mokka.ts";

const api = "/api/loans/v1";

/** Logs the sandbox's agent in; answers the token. */
export async function logIn(on: Connection): Promise<string> {
  const user = { login: "kontakt@test.pl", password: "1111" };
  const { body } = await on.post(`${api}/sessions`, JSON.stringify({ user }));
  return JSON.parse(body).user.authentication_token;
}

/** Somebody with papers of their own. */
function clientOf(n: number) {
  const day = String(1 + (Math.floor(n / 10_000) % 28)).padStart(2, "0");
  return {
    first_name: "Jan",
    last_name: `Kowalski ${n}`,
    birth_date: `${day}-07-1960`,
    email: "jan@example.com",
    confirmation_code: "1111",
    id_documents: { polish_id: { number: idOf(n) }, polish_pesel: { number: peselOf(`6007${day}`, n) } },
    gdpr_acceptance: { credit_bureaus: "1", regulations: "1", personal_data: "1" },
  };
}

function peselOf(birth: string, n: number): string {
  const digits = `${birth}${String(n % 10_000).padStart(4, "0")}`;
  const weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

function idOf(n: number): string {
  const letters = [Math.floor(n / 2_600_000), Math.floor(n / 100_000), 0].map((place) => 10 + (place % 26));
  const digits = [...String(n % 100_000).padStart(5, "0")].map(Number);
  const weights = [7, 3, 1, 7, 3, 1, 7, 3];
  const sum = [...letters, ...digits].reduce((total, value, i) => total + value * (weights[i] ?? 0), 0);
  const name = letters.map((letter) => letter.toString(36).toUpperCase()).join("");
  return `${name}${sum % 10}${digits.join("")}`;
}

/** A sale to customer number `n`, who is new: request, code, person, tariffs, choice, code. */
export async function sell(on: Connection, token: string, n: number): Promise<void> {
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await on.authorized(method, `${api}${path}`, token, body);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return answer;
  };
  const request = { store_id: "422", mobile_phone: `48${phoneOf(n)}`, amount: 640 };
  const opened = await ask("POST", "/loan_requests", { loan_request: request });
  const path = `/loan_requests/${JSON.parse(opened.body).loan_request.token}`;
  await ask("POST", `${path}/client/confirmation`);
  await ask("POST", `${path}/client`, { client: clientOf(n) });
  await ask("GET", path);
  await ask("POST", `${path}/loan`, { term_id: 173 });
  const loan = { agree_processing: "1", confirmation_code: "1111", agree_sms_info: true };
  await ask("POST", `${path}/loan/finalization`, { loan });
}
