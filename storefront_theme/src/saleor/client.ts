import "server-only";
import { environment } from "@/environment";
import type { TypedDocumentString } from "@/graphql/documents";

const PATIENCE_MS = 10_000;
const EXPIRED = ["ExpiredSignatureError", "InvalidTokenError"];

/** Nobody answered, or not in GraphQL: the shop cannot be used for the moment. */
export class StoreUnreachable extends Error {}

/** The store answered that it will not: `codes` are those of its errors. */
export class StoreRefused extends Error {
  constructor(
    message: string,
    readonly codes: readonly string[],
  ) {
    super(message);
  }

  /** The access token is no longer good; signing in again helps. */
  get needsLogin() {
    return this.codes.some((code) => EXPIRED.includes(code));
  }
}

type Refusal = { message: string; extensions?: { exception?: { code?: string } } };
type Answer<Result> = { data?: Result; errors?: Refusal[] };

/**
 * The data of one GraphQL request, never cached: prices and stock are those of now.
 *
 * Raises StoreUnreachable or StoreRefused. Errors inside a mutation's payload are data.
 */
export async function ask<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  token?: string,
  visitor?: string,
): Promise<Result> {
  const request = { query: document.toString(), variables };
  const answer = await post<Answer<Result>>(request, token, visitor);
  if (answer.errors?.length) {
    const codes = answer.errors.map((error) => error.extensions?.exception?.code ?? "");
    throw new StoreRefused(answer.errors.map((error) => error.message).join("; "), codes);
  }
  if (!answer.data) throw new StoreUnreachable("an answer without data");
  return answer.data;
}

async function post<Body>(request: object, token?: string, visitor?: string): Promise<Body> {
  try {
    const answer = await fetch(environment.apiUrl, {
      method: "POST",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        "Content-Type": "application/json",
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(visitor ? { "X-Forwarded-For": visitor } : {}),
      },
      body: JSON.stringify(request),
    });
    // Refused tokens and faulty documents come with a status of 400 and a body that says why.
    return (await answer.json()) as Body;
  } catch (error) {
    throw new StoreUnreachable("the store's GraphQL does not answer", { cause: error });
  }
}
