import { judgeUrl, type Refused, refusals } from "../lambdas/core/address.ts";

/** What a deployed Vigía says of an address, without any use of the network. */
export interface AddressVerdict {
  readonly url: string;
  readonly allowed: boolean;
  readonly reason?: Refused;
  /** The reason in words. */
  readonly message?: string;
}

/** Judges an address as API and guard do. */
export const verdictOn = (url: string, purpose: "feed" | "webhook"): AddressVerdict => {
  const verdict = judgeUrl(url, purpose, false);
  return verdict.allowed ? { url, allowed: true } : { url, allowed: false, reason: verdict.reason, message: refusals[verdict.reason] };
};
