/** What `npx cdk` runs: one app, one stack, so that a bare `cdk deploy` works. */
import { App, CloudFormationValidatePlugin, type IPolicyValidationPlugin, Validations } from "aws-cdk-lib";
import { SettingError } from "./setting-error.ts";
import { VigiaStack } from "./vigia-stack.ts";

// The CloudFormation linter doubles the time of a synth, so it is asked for: CI does, with `-c lint=true`.
const app = new App({ builtinCloudFormationValidation: false });
if (app.node.tryGetContext("lint") === "true") {
  // The cast: CDK's own declaration of the class misses `exactOptionalPropertyTypes` by one `undefined`.
  Validations.of(app).addPlugins(new CloudFormationValidatePlugin() as IPolicyValidationPlugin);
}

try {
  new VigiaStack(app, "Vigia", {
    description: "Vigía: tells people when an official or topic reappears in US–Mexico security news",
    identity: app.node.tryGetContext("identity"),
    operator: app.node.tryGetContext("operator"),
  });
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  // A person's slip gets a sentence, not a stack trace.
  console.error(error.message);
  process.exit(1);
}
