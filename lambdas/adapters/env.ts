/**
 * What each function reads from its environment: the contract between `lib`, which must set it, and the handlers,
 * which may read nothing else. Leaving one out in the stack is a compile error.
 */
export interface Env {
  schedule: { TABLE_NAME: string; INGEST_QUEUE_URL: string; MATCH_QUEUE_URL: string; DELIVER_QUEUE_URL: string };
  ingest: { TABLE_NAME: string; MATCH_QUEUE_URL: string; PUBLIC_URL: string };
  match: { TABLE_NAME: string; DELIVER_QUEUE_URL: string };
  /** SENDER is the From address; empty where the stack has no email identity (webhooks only). */
  deliver: { TABLE_NAME: string; SENDER: string; PUBLIC_URL: string };
  /** SENDER as for deliver: where it is empty, nobody can subscribe an address. */
  api: { TABLE_NAME: string; DELIVER_QUEUE_URL: string; SENDER: string; PUBLIC_URL: string };
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
 * May this process reach private networks? Only where DynamoDB itself is at a loopback address, which no deployed
 * function's is (a synth test proves that none sets the variable).
 */
export const loopbackAllowed = (): boolean => {
  const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? process.env.AWS_ENDPOINT_URL;
  return endpoint !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(URL.parse(endpoint)?.hostname ?? "");
};
