import { CfnOutput } from "aws-cdk-lib";
import { Grant, type IGrantable } from "aws-cdk-lib/aws-iam";
import { EmailIdentity, Identity, type IEmailIdentity } from "aws-cdk-lib/aws-ses";
import { Construct } from "constructs";
import { SettingError } from "./setting-error.ts";

/** Who mails come from: a verified SES identity and the From address; neither, and Vigía speaks by webhook only. */
export class Email extends Construct {
  /** The From address; empty where the stack has no email. */
  readonly sender: string;
  /** Absent where the stack has no email. */
  private readonly identity: IEmailIdentity | undefined;

  /**
   * @param setting `domain:example.org` makes the identity and prints the DNS records to add; `address:you@example.org`
   * makes it and SES mails a link to confirm; `existing:…` uses one that is verified already.
   */
  constructor(scope: Construct, id: string, setting: string | undefined) {
    super(scope, id);
    if (setting === undefined) {
      this.sender = "";
      return;
    }
    const { mode, name } = parseIdentity(setting);
    this.sender = name.includes("@") ? name : `vigia@${name}`;
    if (mode === "existing") {
      this.identity = EmailIdentity.fromEmailIdentityName(this, "Identity", name);
      return;
    }
    const identity = new EmailIdentity(this, "Identity", {
      identity: mode === "domain" ? Identity.domain(name) : Identity.email(name),
    });
    if (mode === "domain") for (const [n, record] of identity.dkimRecords.entries()) this.tellRecord(n + 1, record.name, record.value);
    this.identity = identity;
  }

  /** Lets `sender` send from this identity; nothing where there is none. */
  grantSend(sender: IGrantable): void {
    const arn = this.identity?.emailIdentityArn;
    if (arn !== undefined) Grant.addToPrincipal({ grantee: sender, actions: ["ses:SendEmail"], resourceArns: [arn] });
  }

  private tellRecord(n: number, name: string, value: string): void {
    const output = new CfnOutput(this, `Dkim${n}`, {
      value: `${name} CNAME ${value}`,
      description: "DNS record to add, so that mails are signed",
    });
    output.overrideLogicalId(`DnsRecord${n}`);
  }
}

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const ADDRESS = /^[a-zA-Z0-9._%+-]{1,64}@/;

/** Is this an address that SES can verify? ASCII only: SES has no SMTPUTF8. */
export const isAddress = (text: string): boolean => ADDRESS.test(text) && DOMAIN.test(text.replace(ADDRESS, ""));

function parseIdentity(setting: string): { mode: "domain" | "existing" | "address"; name: string } {
  const [, mode, name = ""] = /^(domain|existing|address):(.*)$/.exec(setting) ?? [];
  const ok =
    mode === "domain"
      ? DOMAIN.test(name)
      : mode === "address"
        ? isAddress(name)
        : mode === "existing" && (DOMAIN.test(name) || isAddress(name));
  if (!ok)
    throw new SettingError(
      "identity",
      setting,
      "domain:example.org, address:you@example.org or existing:<the name of a verified SES identity>",
    );
  return { mode: mode as "domain" | "existing" | "address", name };
}
