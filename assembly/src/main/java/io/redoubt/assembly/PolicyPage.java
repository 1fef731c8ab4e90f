package io.redoubt.assembly;

import io.redoubt.policy.ShownPolicy;

/// What `policy show` prints.
final class PolicyPage {

    private PolicyPage() {}

    static String of(Policy policy) {
        StringBuilder page = new StringBuilder(ShownPolicy.of(policy.tree()));
        if (!policy.notDeclared().isEmpty()) {
            page.append("\n# not declared: ")
                    .append(String.join(", ", policy.notDeclared()))
                    .append('\n');
        }
        if (!policy.flows().isEmpty()) {
            page.append("\n# Redoubt's own flows, allowed because of what is declared above:\n");
            policy.flows().forEach(flow -> page.append("#   ").append(flow).append('\n'));
        }
        return page.toString();
    }
}
