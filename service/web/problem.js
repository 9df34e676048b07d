// What went wrong, as a box with a sentence and what to do: try again, or enter the token that the server asks for.

import { useToken } from "./ask.js";
import { el } from "./dom.js";
import { say } from "./messages.js";

export function problemBox(problem, retry) {
  const box = el(
    "div",
    { class: "notice problem", role: "alert" },
    el("strong", {}, problem.title),
    el("p", {}, problem.message),
  );
  if (problem.status === 401) box.append(tokenForm(retry));
  else if (!problem.liesWithAsker)
    box.append(el("button", { type: "button", class: "quiet", onclick: retry }, say("again")));
  return box;
}

function tokenForm(retry) {
  const field = el("input", {
    type: "password",
    required: true,
    autocomplete: "off",
    "aria-label": say("token_label"),
  });
  const submit = (event) => {
    event.preventDefault();
    useToken(field.value);
    retry();
  };
  return el("form", { class: "token", onsubmit: submit }, field, el("button", { class: "quiet" }, say("again")));
}
