#!/bin/sh
# pulumi-resource-pulumi-nodejs, as @pulumi/pulumi has it, but for one thing: it ends with the engine, which holds the
# other end of stdin, where that was killed too.
provider=$(node -p 'require.resolve("@pulumi/pulumi/cmd/dynamic-provider")') || exit 1
exec node --import 'data:text/javascript,process.stdin.resume().on("end",()=>process.exit(1))' "$provider" "$@"
