package io.redoubt.store.engine;

import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/// Hands the steps to Flyway, which then need not search any path for them.
record StepResources(List<Step> steps) implements ResourceProvider {

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return steps.stream()
                .filter(step -> step.fileName().equals(name))
                .map(Script::new)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return steps.stream()
                .filter(step -> step.fileName().startsWith(prefix))
                .filter(step -> Arrays.stream(suffixes).anyMatch(step.fileName()::endsWith))
                .<LoadableResource>map(Script::new)
                .toList();
    }

    private static final class Script extends LoadableResource {

        private final Step step;

        Script(Step step) {
            this.step = step;
        }

        @Override
        public Reader read() {
            return new StringReader(step.sql());
        }

        @Override
        public String getAbsolutePath() {
            return step.fileName();
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return step.fileName();
        }

        @Override
        public String getFilename() {
            return step.fileName();
        }

        @Override
        public String getRelativePath() {
            return step.fileName();
        }
    }
}
