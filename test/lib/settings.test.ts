import { describe, expect, it } from "vitest";
import { SettingError } from "../../lib/setting-error.ts";
import { grantsOf, resources, resource, synthesise } from "./synthesis.ts";

const senderOf = (template: ReturnType<typeof synthesise>) => {
  const senders = ["PipelineDeliver", "HttpApi"].map((id) => {
    const { Environment } = resource(template, "AWS::Lambda::Function", id).Properties;
    return (Environment as { Variables: { SENDER: string } }).Variables.SENDER;
  });
  // The api refuses an address where deliver could send it nothing: both must know the same.
  expect(new Set(senders).size).toBe(1);
  return senders[0];
};
const mayMail = (template: ReturnType<typeof synthesise>) =>
  grantsOf(template, "deliver")
    .filter((grant) => grant.actions.includes("ses:SendEmail"))
    .flatMap((grant) => grant.resources);

describe("-c identity", () => {
  it("none: webhooks only, no sender, no identity", () => {
    const template = synthesise();
    template.resourceCountIs("AWS::SES::EmailIdentity", 0);
    expect(senderOf(template)).toBe("");
    expect(mayMail(template)).toEqual([]);
  });

  it("domain: makes the identity, sends as vigia@, prints the DNS records to add", () => {
    const template = synthesise({ identity: "domain:example.org" });
    template.hasResourceProperties("AWS::SES::EmailIdentity", { EmailIdentity: "example.org" });
    expect(senderOf(template)).toBe("vigia@example.org");
    expect(mayMail(template)).toHaveLength(2);
    expect(Object.keys(template.findOutputs("*")).filter((id) => id.startsWith("DnsRecord"))).toHaveLength(3);
  });

  it("address: makes the identity and sends as it", () => {
    const template = synthesise({ identity: "address:ops@example.org" });
    template.hasResourceProperties("AWS::SES::EmailIdentity", { EmailIdentity: "ops@example.org" });
    expect(senderOf(template)).toBe("ops@example.org");
  });

  it.each([
    ["existing:example.org", "vigia@example.org", "identity/example.org"],
    ["existing:news@example.org", "news@example.org", "identity/news@example.org"],
  ])("%s: makes nothing, sends as %s, by that identity alone", (identity, sender, arn) => {
    const template = synthesise({ identity });
    template.resourceCountIs("AWS::SES::EmailIdentity", 0);
    expect(senderOf(template)).toBe(sender);
    expect(mayMail(template)).toEqual(
      ["configuration-set/vigia", arn].map((name) => expect.stringMatching(new RegExp(`^arn:.*:${name}$`)) as string),
    );
  });

  it("any: SES tells feedback's queue what became of the mails of our own configuration set, and deliver sends by that", () => {
    const template = synthesise({ identity: "existing:example.org" });
    template.hasResourceProperties("AWS::SES::ConfigurationSet", { Name: "vigia" });
    template.hasResourceProperties("AWS::SES::ConfigurationSetEventDestination", {
      EventDestination: { Enabled: true, MatchingEventTypes: ["bounce", "complaint", "reject", "deliveryDelay"] },
    });
    const { Variables } = resource(template, "AWS::Lambda::Function", "PipelineDeliver").Properties.Environment as { Variables: object };
    expect(Variables).toMatchObject({ MAIL_SET: "vigia" });
    const [[ruleId, rule] = ["", undefined]] = Object.entries(resources(template, "AWS::Events::Rule"));
    expect(rule?.Properties.EventPattern).toMatchObject({ source: ["aws.ses"] });
    expect(JSON.stringify(rule?.Properties.EventPattern)).toContain(":configuration-set/vigia");
    expect(JSON.stringify(rule?.Properties.Targets)).toContain("PipelineFeedbackQueueMessages");
    const policies = JSON.stringify(resources(template, "AWS::SQS::QueuePolicy"));
    expect(policies).toContain('"Principal":{"Service":"events.amazonaws.com"}');
    expect(policies).toContain(`"aws:SourceArn":{"Fn::GetAtt":["${ruleId}","Arn"]}`);
  });

  it("none: SES has nobody to tell", () => {
    const template = synthesise();
    const types = ["AWS::SES::ConfigurationSet", "AWS::SES::ConfigurationSetEventDestination", "AWS::Events::Rule"];
    expect(types.flatMap((type) => Object.keys(resources(template, type)))).toEqual([]);
  });

  it.each([
    "example.org",
    "domain:",
    "domain:localhost",
    "domain:a@example.org",
    "address:example.org",
    "address:a b@example.org",
    "existing:",
    "mail:example.org",
    "",
  ])("%j ends the synth with one sentence", (identity) => {
    expect(() => synthesise({ identity })).toThrow(SettingError);
    expect(() => synthesise({ identity })).toThrow(/^-c identity=.* cannot be used: write domain:example\.org, .*\.$/);
  });
});

describe("-c operator", () => {
  it("none: alarms act on nobody", () => {
    const template = synthesise();
    template.resourceCountIs("AWS::SNS::Topic", 0);
    for (const alarm of Object.values(resources(template, "AWS::CloudWatch::Alarm"))) expect(alarm.Properties.AlarmActions).toBeUndefined();
  });

  it("an address: every alarm mails it when it goes off and when it ends", () => {
    const template = synthesise({ operator: "ops@example.org" });
    template.hasResourceProperties("AWS::SNS::Subscription", { Protocol: "email", Endpoint: "ops@example.org" });
    const topic = { Ref: Object.keys(resources(template, "AWS::SNS::Topic"))[0] };
    for (const alarm of Object.values(resources(template, "AWS::CloudWatch::Alarm")))
      expect(alarm.Properties).toMatchObject({ AlarmActions: [topic], OKActions: [topic] });
  });

  it("the topic refuses plain HTTP and lets this account's alarms in", () => {
    const template = synthesise({ operator: "ops@example.org" });
    const { Statement } = Object.values(resources(template, "AWS::SNS::TopicPolicy"))[0]!.Properties.PolicyDocument as {
      Statement: unknown[];
    };
    expect(Statement).toEqual([
      expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      expect.objectContaining({
        Effect: "Allow",
        Action: "sns:Publish",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
      }),
    ]);
  });

  it("what is no address ends the synth with one sentence", () => {
    expect(() => synthesise({ operator: "ops" })).toThrow("-c operator=ops cannot be used: write one email address, as ops@example.org.");
  });
});
