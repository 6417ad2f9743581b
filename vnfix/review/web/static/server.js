// Requests to the server of this page. Those that change something go one after the other.

export class ServerError extends Error {
  /** An error: a text of the message files (`error.KEY`), and what it says in English. */
  constructor(key, { status = 0, values = {}, detail = "" } = {}) {
    super(key);
    this.status = status;
    this.values = values;
    this.detail = detail;
  }
}

let last = Promise.resolve();

export async function get(path, values = {}) {
  return answer(await send(address(path, values), {}));
}

export function post(path, body) {
  const result = last.then(() => ask(path, body));
  last = result.catch(() => undefined);
  return result;
}

/** Return a promise that all is saved which was posted by now. */
export const settled = () => last;

/** Post what decides nothing, and may take long: nothing has to wait for it. */
export async function ask(path, body) {
  return answer(await send(address(path), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    keepalive: true, // a closing tab still saves
  }));
}

/** Return the address of an API path with its query; empty values are left out. */
export function address(path, values = {}) {
  const given = Object.entries(values).filter(([, value]) => value !== "" && value !== null
    && value !== undefined);
  const query = new URLSearchParams(given).toString();
  return `api/${path}${query && "?"}${query}`;
}

/** Return the address of the picture of a page, by default for reading. */
export const pictureOf = ({ document, page }, dpi = 120) => address("picture", { document, page, dpi });

/** Return the address of the picture of one place. */
export const cropOf = (id) => address("crop", { id });

async function send(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    throw new ServerError("offline", { detail: String(error) });
  }
}

async function answer(response) {
  const json = response.headers.get("content-type")?.startsWith("application/json");
  const body = json ? await response.json() : {};
  if (!response.ok) {
    const { status, statusText } = response;
    const key = body.key ?? (status === 403 ? "closed" : "fault"); // the guard answers without a body
    throw new ServerError(key, { status, values: body.values, detail: body.error ?? statusText });
  }
  return body;
}
