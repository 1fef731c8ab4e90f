package io.redoubt.acceptance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final Pattern NOBODYS_NOUN = Pattern.compile(".*(Utils?|Helpers?|Manager|Impl|Common|Misc)");
    /// The nouns of JSSE.
    private static final Pattern STANDARD = Pattern.compile(".*(TrustManager|KeyManager)");

    private static final Set<String> NOBODYS_PACKAGE =
            Set.of("util", "utils", "helper", "helpers", "impl", "common", "misc", "toolbox", "internal");

    @Test
    void a_class_is_named_by_what_it_is() {
        List<String> names = House.CLASSES.stream()
                .map(JavaClass::getSimpleName)
                .filter(name -> NOBODYS_NOUN.matcher(name).matches())
                .filter(name -> !STANDARD.matcher(name).matches())
                .toList();
        assertThat(names).isEmpty();
    }

    @Test
    void a_package_is_named_by_what_it_does() {
        List<String> packages = House.CLASSES.stream()
                .map(JavaClass::getPackageName)
                .distinct()
                .filter(name -> Arrays.stream(name.split("\\.")).anyMatch(NOBODYS_PACKAGE::contains))
                .toList();
        assertThat(packages).isEmpty();
    }
}
