// The server's interface: questions as a stream of events, documents, and errors as sentences.

import { say } from "./messages.js";

const TOKEN = "rostrum-token";

/** Something that went wrong, in words for the reader; `status` is 0 where no answer came at all. */
export class Problem extends Error {
  constructor(detail, { title = "", status = 0 } = {}) {
    super(detail);
    this.title = title;
    this.status = status;
  }

  /** Whether the same request would be refused again: it has to be put otherwise. */
  get liesWithAsker() {
    return [400, 403, 409, 413, 422].includes(this.status);
  }
}

export function useToken(token) {
  sessionStorage.setItem(TOKEN, token.trim());
}

async function call(path, options = {}) {
  const token = sessionStorage.getItem(TOKEN);
  const headers = { Accept: "application/json", ...options.headers };
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(path, { ...options, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(say("unreachable"), { title: say("unreachable_title") });
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response) {
  const { status } = response;
  if (status === 401) return new Problem(say("token_wanted"), { title: say("token_title"), status });
  const told = await response.json().catch(() => ({}));
  return problemFrom({ status, ...told });
}

/** A problem from RFC 9457 details; a sentence of our own where the server gave none. */
export function problemFrom({ title, detail, status = 500 }) {
  return new Problem(typeof detail === "string" && detail ? detail : say("failed"), {
    title: title || say("failed_title"),
    status,
  });
}

export async function getJson(path) {
  return (await call(path)).json();
}

const documents = new Map();

/** A document of the record, fetched once; `version` null is the current one. Rejects with a Problem. */
export function getDocument(id, version) {
  const query = version ? `?version=${encodeURIComponent(version)}` : "";
  const path = `/api/documents/${encodeURIComponent(id)}${query}`;
  if (!documents.has(path)) {
    const wanted = getJson(path);
    wanted.catch(() => documents.delete(path));
    documents.set(path, wanted);
  }
  return documents.get(path);
}

/** Events of one answer, `{name, data}`: evidence, claim, done. Throws a Problem for `error` and for a broken stream. */
export async function* ask(question, conversation, signal) {
  const body = conversation ? { question, conversation } : { question };
  const response = await call("/api/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(body),
    signal,
  });
  try {
    for await (const { name, data } of events(response.body)) {
      if (name === "error") throw problemFrom(data);
      yield { name, data };
      if (name === "done") return;
    }
  } catch (error) {
    if (error instanceof Problem || error.name === "AbortError") throw error;
    throw new Problem(say("broken_off"), { title: say("unreachable_title") });
  }
  throw new Problem(say("broken_off"), { title: say("unreachable_title") });
}

/** Server-sent events of a byte stream, their data read as JSON; comments are passed over. */
async function* events(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (rest + value).replace(/\r\n/g, "\n").split("\n\n");
      rest = blocks.pop();
      yield* blocks.map(eventOf).filter(Boolean);
    }
  } finally {
    reader.cancel().catch(() => {}); // whoever has read enough need not wait for the server to hang up
  }
}

function eventOf(block) {
  let name = "message";
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  return data.length ? { name, data: JSON.parse(data.join("\n")) } : null;
}
