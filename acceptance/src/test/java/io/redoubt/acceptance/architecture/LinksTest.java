package io.redoubt.acceptance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)(#[^)]*)?\\)");

    @Test
    void every_link_between_pages_leads_somewhere() throws IOException {
        assertThat(pages().stream().flatMap(LinksTest::deadLinks)).isEmpty();
    }

    private static Stream<String> deadLinks(Path page) {
        return LINK.matcher(House.read(page))
                .results()
                .map(MatchResult::group)
                .filter(link -> !Files.exists(page.resolveSibling(target(link)).normalize()))
                .map(link -> House.ROOT.relativize(page) + ": " + link);
    }

    private static String target(String link) {
        return LINK.matcher(link).replaceFirst("$1");
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> ofTheHouse = Files.list(House.ROOT);
                Stream<Path> ofDocs = Files.walk(House.ROOT.resolve("docs"))) {
            Stream<Path> ofModules = House.MODULES.stream()
                    .map(module -> House.ROOT.resolve(module).resolve("README.md"));
            Stream.of(ofTheHouse, ofModules, ofDocs)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md") && Files.isRegularFile(file))
                    .forEach(pages::add);
        }
        return pages;
    }
}
