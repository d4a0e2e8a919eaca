import { CfnOutput, Stack } from "aws-cdk-lib";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { Grant, type IGrantable } from "aws-cdk-lib/aws-iam";
import { ConfigurationSet, EmailIdentity, EmailSendingEvent, EventDestination, Identity, type IEmailIdentity } from "aws-cdk-lib/aws-ses";
import { Construct } from "constructs";
import { SettingError } from "./setting-error.ts";
import type { StepQueue } from "./step-queue.ts";

/** Who mails come from: a verified SES identity and the From address; neither, and Vigía speaks by webhook only. */
export class Email extends Construct {
  /** The From address; empty where the stack has no email. */
  readonly sender: string;
  /** SES's configuration set, which tells what became of mails; empty where the stack has no email. */
  readonly mailSet: string;
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
      this.mailSet = "";
      return;
    }
    const { mode, name } = parseIdentity(setting);
    this.mailSet = MAIL_SET;
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
    if (arn !== undefined) Grant.addToPrincipal({ grantee: sender, actions: ["ses:SendEmail"], resourceArns: [arn, this.mailSetArn] });
  }

  /**
   * Has SES tell `queue` of mails that came back, were complained of, refused or delayed; nothing where there is no email. SES speaks to
   * the account's default event bus, which passes on what is of our configuration set.
   */
  tellFeedback(queue: StepQueue): void {
    if (this.identity === undefined) return;
    const mailSet = new ConfigurationSet(this, "MailSet", { configurationSetName: MAIL_SET, reputationMetrics: true });
    mailSet.addEventDestination("Events", {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, "Bus", "default")),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.REJECT, EmailSendingEvent.DELIVERY_DELAY],
    });
    queue.take(
      new Rule(this, "Feedback", {
        description: "What became of Vigía's mails",
        eventPattern: { source: ["aws.ses"], resources: [this.mailSetArn] },
      }),
    );
  }

  private get mailSetArn(): string {
    return Stack.of(this).formatArn({ service: "ses", resource: "configuration-set", resourceName: MAIL_SET });
  }

  private tellRecord(n: number, name: string, value: string): void {
    const output = new CfnOutput(this, `Dkim${n}`, {
      value: `${name} CNAME ${value}`,
      description: "DNS record to add, so that mails are signed",
    });
    output.overrideLogicalId(`DnsRecord${n}`);
  }
}

/** One name, so that it can be said before it is made: a stack is one to an account and region. */
const MAIL_SET = "vigia";

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
