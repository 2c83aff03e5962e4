import "server-only";
import { environment } from "@/environment";

/** A referral link whole: a store that does not know its storefront's address gives the path alone. */
export function absolute(url: string): string {
  return url.startsWith("/") ? environment.storefrontUrl + url : url;
}
