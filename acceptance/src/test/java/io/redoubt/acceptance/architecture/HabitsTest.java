package io.redoubt.acceptance.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class HabitsTest {
    /// Where people are spoken to.
    private static final String[] SPEAKING = {
        "io.redoubt.cli..", "io.redoubt.bench..", "io.redoubt.testkit..", "io.redoubt.edge.process.."
    };

    /// Below these, time and randomness come in as parameters.
    private static final String[] ENTRANCES = {
        "io.redoubt.assembly..",
        "io.redoubt.cli..",
        "io.redoubt.server..",
        "io.redoubt.edge.process..",
        "io.redoubt.testkit..",
        "io.redoubt.bench.."
    };

    @Test
    void spring_stays_in_the_server() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.redoubt.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(House.CLASSES);
    }

    @Test
    void only_the_command_line_prints() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SPEAKING)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(House.CLASSES);
    }

    @Test
    void only_the_command_line_ends_the_process() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SPEAKING)
                .should()
                .callMethodWhere(target(owner(nameMatching("java\\.lang\\.(System|Runtime)")))
                        .and(target(nameMatching("exit|halt"))))
                .check(House.CLASSES);
    }

    @Test
    void time_comes_in_as_a_parameter() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ENTRANCES)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callMethodWhere(ofStaticClock())
                .check(House.CLASSES);
    }

    /// A probe's keys last for one connection and protect nothing, so probes may make their own.
    @Test
    void randomness_comes_in_as_a_parameter_but_for_probes() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ENTRANCES)
                .and()
                .resideOutsideOfPackage("io.redoubt.wire..")
                .should()
                .callConstructor(SecureRandom.class)
                .check(House.CLASSES);
    }

    @Test
    void no_thread_carries_hidden_values() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .check(House.CLASSES);
    }

    @Test
    void no_static_state() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("io.redoubt.bench..")
                .should()
                .beFinal()
                .check(House.CLASSES);
    }

    @Test
    void nothing_is_injected_into_fields() {
        noFields()
                .should()
                .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                .orShould()
                .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                .orShould()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("jakarta.annotation.Resource")
                .check(House.CLASSES);
    }

    @Test
    void nothing_is_completed_by_setters() {
        methods()
                .that()
                .haveNameMatching("set[A-Z].*")
                .should()
                .notHaveRawReturnType(void.class)
                .orShould()
                .haveModifier(JavaModifier.PRIVATE)
                .allowEmptyShould(true)
                .check(House.CLASSES);
    }

    private static DescribedPredicate<JavaCall<?>> ofStaticClock() {
        return DescribedPredicate.describe(
                "of the clock of the machine",
                call -> call.getTargetOwner().isEquivalentTo(Clock.class)
                        && call.getName().startsWith("system"));
    }
}
