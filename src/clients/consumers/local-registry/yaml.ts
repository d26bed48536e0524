import { stringify } from "yaml";

/** As Kubernetes and registries read it: by YAML 1.1, where a bare `off` is no text. */
export function yaml(object: object): string {
  return stringify(object, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false });
}
