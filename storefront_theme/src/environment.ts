import "server-only";

/** What the server was started with; read on each use, so that one build runs anywhere. */
export const environment = {
  get apiUrl() {
    return process.env.SALEOR_API_URL || "http://127.0.0.1:8000/graphql/";
  },
  get storefrontUrl() {
    return process.env.STOREFRONT_URL || "";
  },
  get demoPaymentToken() {
    return process.env.DEMO_PAYMENT_TOKEN || "";
  },
};
