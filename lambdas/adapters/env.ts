import { isLoopbackHost } from "../core/address.ts";

/**
 * What each function reads from its environment: the contract between `lib`, which must set it, and the handlers,
 * which may read nothing else. Leaving one out in the stack is a compile error.
 */
export interface Env {
  schedule: { TABLE_NAME: string; INGEST_QUEUE_URL: string; MATCH_QUEUE_URL: string; DELIVER_QUEUE_URL: string };
  ingest: { TABLE_NAME: string; MATCH_QUEUE_URL: string; PUBLIC_URL: string };
  match: { TABLE_NAME: string; MATCH_QUEUE_URL: string; DELIVER_QUEUE_URL: string };
  /** SENDER is the From address, MAIL_SET SES's configuration set; both empty where the stack has no email identity (webhooks only). */
  deliver: { TABLE_NAME: string; SENDER: string; MAIL_SET: string; PUBLIC_URL: string };
  feedback: { TABLE_NAME: string };
  /** SENDER as for deliver: where it is empty, nobody can subscribe an address. */
  api: {
    TABLE_NAME: string;
    INGEST_QUEUE_URL: string;
    MATCH_QUEUE_URL: string;
    DELIVER_QUEUE_URL: string;
    SENDER: string;
    PUBLIC_URL: string;
  };
}

/** The functions of the system; each name is also a step, a queue, a sample event and a CDK id. */
export type FunctionName = keyof Env;

/** Reads these variables of a function, and no others; throws, naming the first that is missing. */
export const env = <Name extends FunctionName, Key extends keyof Env[Name] & string>(
  name: Name,
  ...names: readonly Key[]
): Pick<Env[Name], Key> => {
  const values = names.map((key) => {
    const value = process.env[key];
    if (value === undefined) throw new Error(`${name}: the variable ${key} is not set`);
    return [key, value] as const;
  });
  return Object.fromEntries(values) as unknown as Pick<Env[Name], Key>;
};

/**
 * May this process reach its own machine? Only where DynamoDB itself is at a loopback address, which no deployed function's is
 * (a synth test proves that none sets a variable of AWS's). Of the two variables the SDK uses the first, and so does this.
 */
export const loopbackAllowed = (): boolean => {
  const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? process.env.AWS_ENDPOINT_URL ?? "";
  return isLoopbackHost(URL.parse(endpoint)?.hostname ?? "");
};
