/** Where everything is; the ports can be moved by E2E_PORT. */
const PORT = Number(process.env.E2E_PORT ?? 3410);
const STORE_URL = process.env.STORE_URL ?? "http://127.0.0.1:8000/";

export const API_URL = new URL("graphql/", STORE_URL).href;
export const SHOP_URL = `http://127.0.0.1:${PORT}`;
/** The same storefront before a store that does not answer. */
export const CLOSED_URL = `http://127.0.0.1:${PORT + 1}`;
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
