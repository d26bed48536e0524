import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Page {
  text: string;
  link: string;
}

/** The groups of pages in the navigation: title by path without `.md`. */
const groups: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "Start here": {
    index: "Overview",
    tutorial: "Tutorial",
    "examples/index": "Examples",
    adopt: "Adopt an existing Nexus",
    "from-terraform": "From Terraform",
    "from-ansible": "From Ansible",
  },
  "How to": {
    usage: "Everyday use",
    review: "Review and drift",
    pipelines: "Pipelines",
    testing: "Test a program",
    promotion: "Image names and promotion",
    probe: "Probe what clients do",
    doctor: "Diagnose client failures",
    access: "Permissions",
    consumers: "Files for clients",
    images: "Images in clusters",
    "lint-pipeline": "Check pipelines",
    "local-registry": "Registry in a cluster",
    jenkins: "Credentials in Jenkins",
  },
  Operate: {
    "upgrade-nexus": "Upgrade Nexus",
    "several-nexuses": "Several Nexuses",
    "high-availability": "High availability",
    editions: "Community and Pro",
    "reverse-proxy": "Behind a proxy",
    "air-gapped": "Air-gapped",
    gitops: "GitOps with Kubernetes",
    state: "State and backends",
    troubleshooting: "Troubleshooting",
  },
  Explanations: {
    guarantees: "Guarantees",
    reliability: "Reliability",
    performance: "Performance",
    comparison: "Comparison",
    support: "Supported and tested",
    SECURITY: "Security",
    architecture: "Architecture",
    CONTRIBUTING: "Contributing",
    releasing: "Release",
  },
  Reference: {
    configuration: "Configuration",
    "exit-codes": "Exit codes",
    "embedded-nexus/index": "Embedded Nexus",
    "reference/index": "All kinds",
  },
};

const toPages = (pages: Readonly<Record<string, string>>): Page[] =>
  Object.entries(pages).map(([path, text]) => ({ text, link: `/${path.replace(/(?<=^|\/)index$/, "")}` }));

/** Returns the generated pages of the reference, with their headings as titles. */
function listReferencePages(): Page[] {
  const folder = join(import.meta.dirname, "../reference");
  const files = readdirSync(folder).filter((file) => file !== "README.md");
  return files.map((file) => {
    const [, text = file] = /^# (.*)$/m.exec(readFileSync(join(folder, file), "utf8")) ?? [];
    return { text, link: `/reference/${file.replace(/\.md$/, "")}` };
  });
}

/** The groups of the navigation, as VitePress takes them. */
export const sidebar: { text: string; items: Page[]; collapsed: boolean }[] = [
  ...Object.entries(groups).map(([text, pages]) => ({ text, items: toPages(pages), collapsed: false })),
  { text: "Kinds, by format and topic", items: listReferencePages(), collapsed: true },
];
