#!/bin/sh
# pulumi-resource-pulumi-nodejs as in @pulumi/pulumi, except that it also ends if the engine was killed: the engine holds the
# other end of stdin.
provider=$(node -p 'require.resolve("@pulumi/pulumi/cmd/dynamic-provider")') || exit 1
exec node --import 'data:text/javascript,process.stdin.resume().on("end",()=>process.exit(1))' "$provider" "$@"
