package io.redoubt.acceptance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FloorsTest {
    @Test
    void every_module_has_a_floor_or_lies_beside() {
        assertThat(House.MODULES)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(House.FLOORS.keySet().stream(), House.BESIDE.stream())
                                .toList());
    }

    @Test
    void every_class_lives_in_the_package_of_a_module() {
        List<String> strays = House.CLASSES.stream()
                .filter(type -> !House.MODULES.contains(House.module(type)))
                .map(JavaClass::getName)
                .toList();
        assertThat(strays).isEmpty();
    }

    @Test
    void an_arrow_only_points_down() {
        List<String> upOrSideways = House.CLASSES.stream()
                .filter(type -> House.FLOORS.containsKey(House.module(type)))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(arrow -> House.isOurs(arrow.getTargetClass()))
                .filter(arrow -> !pointsDown(arrow))
                .map(Dependency::getDescription)
                .toList();
        assertThat(upOrSideways).isEmpty();
    }

    /// Benches measure what lies behind facades.
    @Test
    void a_package_below_a_facade_is_seen_by_its_own_module_only() {
        List<String> intrusions = House.CLASSES.stream()
                .filter(type -> !House.module(type).equals("bench"))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(arrow -> House.isOurs(arrow.getTargetClass()))
                .filter(arrow -> !House.module(arrow.getOriginClass()).equals(House.module(arrow.getTargetClass())))
                .filter(arrow -> !isFacadePackage(arrow.getTargetClass()))
                .map(Dependency::getDescription)
                .toList();
        assertThat(intrusions).isEmpty();
    }

    private static boolean pointsDown(Dependency arrow) {
        String from = House.module(arrow.getOriginClass());
        String to = House.module(arrow.getTargetClass());
        return from.equals(to) || House.FLOORS.getOrDefault(to, Integer.MAX_VALUE) < House.FLOORS.get(from);
    }

    private static boolean isFacadePackage(JavaClass type) {
        return type.getPackageName().equals(House.facadePackage(House.module(type)));
    }
}
