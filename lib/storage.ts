import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, Billing, ProjectionType, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { LATEST_INDEX, TABLE_KEY, TTL_ATTRIBUTE, WORK_INDEX } from "../lambdas/adapters/table.ts";
import type { NodeFunction } from "./node-function.ts";
import { type Access, TABLE_ACCESS } from "./table-access.ts";

/** The one table: paid by request, recoverable to any second of the last 35 days, kept when the stack is deleted. */
export class Storage extends Construct {
  private readonly table: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new TableV2(this, "Table", {
      partitionKey: { name: TABLE_KEY.pk, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEY.sk, type: AttributeType.STRING },
      billing: Billing.onDemand(),
      timeToLiveAttribute: TTL_ATTRIBUTE,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      globalSecondaryIndexes: [
        {
          indexName: WORK_INDEX.name,
          partitionKey: { name: WORK_INDEX.pk, type: AttributeType.STRING },
          sortKey: { name: WORK_INDEX.sk, type: AttributeType.NUMBER },
          projectionType: ProjectionType.KEYS_ONLY,
        },
        {
          indexName: LATEST_INDEX.name,
          partitionKey: { name: LATEST_INDEX.pk, type: AttributeType.STRING },
          sortKey: { name: LATEST_INDEX.sk, type: AttributeType.STRING },
          projectionType: ProjectionType.ALL,
        },
      ],
    });
  }

  get tableName(): string {
    return this.table.tableName;
  }

  /** Gives each function what `TABLE_ACCESS` lists for it. No function may scan: a scan has no key to limit it by. */
  grant(...functions: readonly NodeFunction[]): void {
    for (const fn of functions) for (const statement of this.statements(TABLE_ACCESS[fn.step])) fn.addToRolePolicy(statement);
  }

  private statements({ read, write, erase = [], work = [], latest = [] }: Access): PolicyStatement[] {
    const { tableArn } = this.table;
    return [
      allow(["GetItem", "BatchGetItem", "Query"], tableArn, read),
      allow(["PutItem", "UpdateItem"], tableArn, write),
      allow(["DeleteItem"], tableArn, erase),
      allow(["Query"], `${tableArn}/index/${WORK_INDEX.name}`, work),
      allow(["Query"], `${tableArn}/index/${LATEST_INDEX.name}`, latest),
    ].filter((statement) => statement !== undefined);
  }
}

function allow(actions: readonly string[], resource: string, prefixes: readonly string[]): PolicyStatement | undefined {
  if (prefixes.length === 0) return undefined;
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [resource],
    conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": prefixes.flatMap(patterns) } },
  });
}

/** A prefix stands alone (`SEED`) or before a `#` (`FEED#3`); what holds a `#` already is one whole key. */
function patterns(prefix: string): string[] {
  return prefix.includes("#") ? [prefix] : [prefix, `${prefix}#*`];
}
