import { App, type Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { type VigiaStackProps, VigiaStack } from "../../lib/vigia-stack.ts";

/** A resource as CloudFormation sees it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** One statement of a role's policy, with resources written as `LogicalId` or `LogicalId/index/work`. */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Of `dynamodb:LeadingKeys`; absent where the statement has no condition. */
  readonly keys?: readonly string[];
}

/** The stack as it would be deployed, without the CLI. Needs `npm run build` before it. */
export const synthesise = (props: VigiaStackProps = {}): Template => Template.fromStack(stackOf(props));

/** The stack itself. */
export const stackOf = (props: VigiaStackProps = {}): Stack =>
  new VigiaStack(
    new App({ builtinCloudFormationValidation: false, context: { "@aws-cdk/aws-iam:minimizePolicies": true } }),
    "Vigia",
    props,
  );

/** Every resource of a type, by logical id. */
export const resources = (template: Template, type: string): Readonly<Record<string, Resource>> =>
  template.findResources(type) as Record<string, Resource>;

/** The one resource of a type whose logical id starts so; throws if there is none or more. */
export function resource(template: Template, type: string, start: string): Resource {
  const found = Object.entries(resources(template, type)).filter(([id]) => new RegExp(`^${start}[0-9A-F]{8}$`).test(id));
  if (found.length !== 1) throw new Error(`${found.length} resources ${type} are called ${start}`);
  return found[0]![1];
}

/** The only resource of a type; throws if there is none or more. */
export function only(template: Template, type: string): Resource {
  const found = Object.values(resources(template, type));
  if (found.length !== 1) throw new Error(`the stack has ${found.length} of ${type}`);
  return found[0]!;
}

/** What a function's role may do: each statement of each policy that is attached to it. */
export function grantsOf(template: Template, step: string): readonly Grant[] {
  const role = Object.keys(resources(template, "AWS::IAM::Role")).find((id) =>
    new RegExp(`^(Pipeline|Http)${step}Role[0-9A-F]{8}$`, "i").test(id),
  );
  return Object.values(resources(template, "AWS::IAM::Policy"))
    .filter((policy) => JSON.stringify(policy.Properties.Roles).includes(`"${role}"`))
    .flatMap((policy) => (policy.Properties.PolicyDocument as { Statement: Statement[] }).Statement)
    .map((statement) => ({
      actions: [statement.Action].flat().toSorted(),
      resources: [statement.Resource].flat().map(nameOf).toSorted(),
      ...(statement.Condition && { keys: statement.Condition["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] }),
    }));
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: { readonly "ForAllValues:StringLike": { readonly "dynamodb:LeadingKeys": readonly string[] } };
}

/** `{"Fn::GetAtt": ["PipelineMatchQueueMessagesE940CE9B", "Arn"]}` → `PipelineMatchQueueMessages`. */
function nameOf(arn: unknown): string {
  if (typeof arn === "string") return arn;
  const parts = arn as { "Fn::GetAtt"?: [string, string]; "Fn::Join"?: [string, unknown[]]; Ref?: string };
  if (parts["Fn::Join"]) return parts["Fn::Join"][1].map(nameOf).join("");
  return (parts["Fn::GetAtt"]?.[0] ?? parts.Ref ?? "").replace(/[0-9A-F]{8}$/, "");
}
