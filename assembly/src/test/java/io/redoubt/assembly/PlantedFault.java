package io.redoubt.assembly;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One fault, and what has to be said of it.
///
/// @param good what it is planted in: a pattern whose first group is replaced
/// @param bad  by this
/// @param path where the problem has to be, as a pattern of its path
/// @param what what it has to say
record PlantedFault(Pattern good, String bad, String path, String what) {

    static final List<PlantedFault> ALL = List.of(
            of("^redoubt: (1)", "7", "redoubt", "'7' is not a format that this release reads"),
            of("^service: (\\S+)", "Shop!", "service", "'Shop!' is not a name"),
            of("^  mode: (\\w+)", "enforced", "network\\.mode", "'enforced' is not a mode"),
            of(
                    "runs: (load-balancer)",
                    "load-balencer",
                    "network\\.zones\\.public\\.runs",
                    "'load-balencer' is not what"),
            of(
                    "addresses: \\[(10.0.1.0/24)\\] }",
                    "10.0.1.4/24",
                    "network\\.zones\\.public\\.addresses\\[0]",
                    "has bits set"),
            of(
                    "^        - (10\\.1\\.\\d+\\.0/24)",
                    "10.0.1.128/25",
                    "network\\.zones\\.zone-0\\.addresses\\[0]",
                    "overlaps 10.0.1.0/24"),
            of("- \\{ from: (admin), to: public", "admn", "network\\.allow\\[0]\\.from\\[0]", "'admn' is not a zone"),
            of("to: public, port: (ssh)", "22", "network\\.allow\\[0]\\.port\\[0]", "'22' names no protocol"),
            of(
                    "- \\{ from: internet, to: (admin), port: 65000/udp",
                    "admins",
                    "network\\.never\\[0]\\.to\\[0]",
                    "'admins' is not a zone"),
            of("^  max-age: (\\d+d)", "ninety", "secrets\\.max-age", "'ninety' is not a duration"),
            of(
                    "vault: (\"https://10.0.1.9:8200\")",
                    "\"https://k:p@10.0.1.9\"",
                    "secrets\\.store\\.vault",
                    "a credential is written"),
            of(
                    "^      rotator: (postgresql)",
                    "postgres",
                    "secrets\\.rotate\\[0]\\.rotator",
                    "'postgres' is not a rotator"),
            of("^      every: (\\d+d)", "3000d", "secrets\\.rotate\\[0]\\.every", "is rarer than secrets.max-age"),
            of("^  minimum: (\\S+)", "1.4", "tls\\.minimum", "'1.4' is not a TLS version"),
            of(
                    "^    - (https://host-0\\.example\\.com)$",
                    "https://host-0.example.com/x",
                    "tls\\.endpoints\\[0]",
                    "has a path"),
            of("^  (endpoints):", "endpoint", "tls\\.endpoint", "unknown key"),
            of("^    idle: (\\d+m)", "13h", "authentication\\.session\\.idle", "is longer than absolute"),
            of("^  recovery-codes: (\\d+)", "101", "authentication\\.recovery-codes", "'101' is not a number of codes"),
            of(
                    "viewer: \\{ allow: (\"\\*:view\")",
                    "\"*:read\"",
                    "authorization\\.roles\\.viewer\\.allow\\[0]",
                    "no resource has the action 'read'"),
            of(
                    "viewer: \\{ allow: \"(\\*:view)\"",
                    "view",
                    "authorization\\.roles\\.viewer\\.allow\\[0]",
                    "'view' is not a permission"),
            of("^    - of: (main)", "mian", "data\\.backups\\[0]\\.of", "'mian' is not a database"),
            of("^  fail-on: (\\w+)", "hi", "scanning\\.fail-on", "'hi' is not a severity"),
            of(
                    "deadlines: \\{ critical: \\d+d, high: (\\d+d)",
                    "1s",
                    "scanning\\.deadlines\\.high",
                    "is longer than high"),
            of("^compliance: (\\[soc2])", "soc2", "compliance", "is not a list"),
            of("^  actions: (\\w+)", "block", "incidents\\.actions", "'block' is not a way to act"),
            of("path: /admin, to: (app)", "ap", "edge\\.routes\\[1]\\.to", "'ap' is not an upstream"),
            of(
                    "permission: (\"shop:manage\")",
                    "\"shop:mange\"",
                    "edge\\.routes\\[1]\\.access\\.permission",
                    "'shop' has no action 'mange'"),
            of(
                    "^console: \\{ host: (console\\.example\\.com)",
                    "shop.example.com",
                    "console\\.host",
                    "is the host of a route"),
            of("^checks: \\{ every: (\\d+m)", "0m", "checks\\.every", "is no time at all"),
            of("^  - control: (\\S+)", "tls.nothing", "waivers\\[0]\\.control", "there is no control 'tls.nothing'"),
            of("^    until: (\\S+)", "2027-11-25", "waivers\\[0]\\.until", "is more than 365 days ahead"),
            of("^    (owner): .*", "owners", "waivers\\[0]\\.owners", "unknown key"));

    /// A policy with one fault in it.
    record Planted(String text, int line, int column) {}

    private static PlantedFault of(String good, String bad, String path, String what) {
        return new PlantedFault(Pattern.compile(good, Pattern.MULTILINE), bad, path, what);
    }

    boolean fits(String policy) {
        return good.matcher(policy).find();
    }

    Planted plant(String policy) {
        Matcher matcher = good.matcher(policy);
        if (!matcher.find()) {
            throw new IllegalArgumentException("does not fit");
        }
        int at = matcher.start(1);
        // In front of a quote that stays, where the value begins.
        int begin = at > 0 && policy.charAt(at - 1) == '"' ? at - 1 : at;
        String before = policy.substring(0, begin);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = begin - before.lastIndexOf('\n');
        return new Planted(policy.substring(0, at) + bad + policy.substring(matcher.end(1)), line, column);
    }
}
