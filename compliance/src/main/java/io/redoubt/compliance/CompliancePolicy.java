package io.redoubt.compliance;

import io.redoubt.policy.ListType;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Type;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The section `compliance`: which frameworks there has to be evidence for.
public record CompliancePolicy(Set<Framework> frameworks) {

    /// A framework that asks for controls.
    public enum Framework {
        SOC2("soc2"),
        ISO27001("iso27001"),
        GDPR("gdpr"),
        HIPAA("hipaa"),
        PCI_DSS("pci-dss");

        private final String text;

        Framework(String text) {
            this.text = text;
        }

        /// As policies write it: `pci-dss`.
        public String text() {
            return text;
        }

        private static Map<String, Framework> words() {
            Map<String, Framework> words = new LinkedHashMap<>();
            for (Framework framework : values()) {
                words.put(framework.text, framework);
            }
            return words;
        }
    }

    public static final Type<CompliancePolicy> TYPE = ListType.of(ScalarType.words("a framework", Framework.words()))
            .whenEmpty("[soc2, iso27001, gdpr, hipaa, pci-dss]")
            .map(CompliancePolicy::of);

    public CompliancePolicy {
        frameworks = Set.copyOf(frameworks);
    }

    private static CompliancePolicy of(List<Framework> frameworks) {
        Set<Framework> all = EnumSet.noneOf(Framework.class);
        all.addAll(frameworks);
        return new CompliancePolicy(all);
    }
}
