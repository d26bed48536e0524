/** Setup of the end-to-end tests, which all need the Pulumi CLI. */
import { TestRunner } from "vitest";

TestRunner.getCurrentSuite().file?.tags?.push("pulumi");
