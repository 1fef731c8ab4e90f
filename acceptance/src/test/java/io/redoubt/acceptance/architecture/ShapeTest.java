package io.redoubt.acceptance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who has seen one domain knows all.
class ShapeTest {
    @ParameterizedTest
    @MethodSource("domains")
    void a_domain_has_a_facade_that_hands_out_its_controls(String domain) {
        JavaClass facade = type(domain, "");
        assertThat(facade.getModifiers()).contains(JavaModifier.PUBLIC);
        assertThat(facade.getMethods())
                .as("public List<Control> controls() of %s", facade.getName())
                .anySatisfy(method -> {
                    assertThat(method.getName()).isEqualTo("controls");
                    assertThat(method.getModifiers()).contains(JavaModifier.PUBLIC);
                    assertThat(method.getRawReturnType().getName()).isEqualTo(List.class.getName());
                });
    }

    @ParameterizedTest
    @MethodSource("domains")
    void a_domain_has_its_section_as_a_record(String domain) {
        JavaClass section = type(domain, "Policy");
        assertThat(section.isRecord()).as("%s is a record", section.getName()).isTrue();
        assertThat(section.getModifiers()).contains(JavaModifier.PUBLIC);
    }

    @ParameterizedTest
    @MethodSource("domains")
    void a_domain_has_a_table_of_controls_that_only_its_facade_shows(String domain) {
        JavaClass table = type(domain, "Controls");
        assertThat(table.getModifiers()).as("modifiers of %s", table.getName()).doesNotContain(JavaModifier.PUBLIC);
    }

    @ParameterizedTest
    @MethodSource("domains")
    void a_control_is_named_so_and_hidden_behind_its_facade(String domain) {
        List<String> others = House.CLASSES.stream()
                .filter(type -> House.module(type).equals(domain))
                .filter(type -> type.isAssignableTo("io.redoubt.control.Control") && !type.isInterface())
                .filter(type -> !type.getSimpleName().endsWith("Control")
                        || type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getName)
                .toList();
        assertThat(others).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("domains")
    void a_domain_tells_purpose_policy_controls_and_how_to_add_one_more(String domain) {
        List<String> headings = House.read(readme(domain))
                .lines()
                .filter(line -> line.startsWith("#") || line.startsWith("**"))
                .toList();
        assertThat(headings)
                .anyMatch(line -> line.matches("(?i)\\W+purpose.*"))
                .anyMatch(line -> line.matches("(?i)\\W+(its )?(section|policy).*"))
                .anyMatch(line -> line.matches("(?i)\\W+(its )?controls.*"))
                .anyMatch(line -> line.matches("(?i)\\W+add one more.*"));
    }

    @Test
    void every_module_has_a_readme() {
        assertThat(House.MODULES)
                .filteredOn(module -> !Files.isRegularFile(readme(module)))
                .isEmpty();
    }

    static List<String> domains() {
        return House.DOMAINS.keySet().stream().sorted().toList();
    }

    private static JavaClass type(String domain, String suffix) {
        List<String> names = Stream.of(domain, House.DOMAINS.get(domain))
                .distinct()
                .map(noun -> House.facadePackage(domain) + "." + House.capitalised(noun) + suffix)
                .toList();
        List<String> found = names.stream().filter(House.CLASSES::contain).toList();
        assertThat(found).as("exactly one of %s", names).hasSize(1);
        return House.CLASSES.get(found.getFirst());
    }

    private static Path readme(String module) {
        return House.ROOT.resolve(module).resolve("README.md");
    }
}
