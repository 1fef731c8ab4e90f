package io.redoubt.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.assembly.Announced;
import io.redoubt.assembly.ControlPages;
import io.redoubt.control.ControlId;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    @Test
    void page_stands_below_its_title_without_links_and_without_html_of_its_own() {
        assertThat(Explanation.html("""
                        # tls.hsts: a title

                        ## Why
                        So: `max-age` <script>x</script>, [the **store**](../store.md#x), [y](javascript:x).

                        | verdict | when |
                        | --- | --- |
                        | Pass | all others |
                        """)).isEqualTo("""
                        <h3>Why</h3>
                        <p>So: <code>max-age</code> &lt;script&gt;x&lt;/script&gt;, the <strong>store</strong>, y.</p>
                        <table>
                        <thead>
                        <tr>
                        <th>verdict</th>
                        <th>when</th>
                        </tr>
                        </thead>
                        <tbody>
                        <tr>
                        <td>Pass</td>
                        <td>all others</td>
                        </tr>
                        </tbody>
                        </table>
                        """);
    }

    @Test
    void page_of_every_control_is_told_whole() {
        for (ControlId id : Announced.ids()) {
            ControlPages.of(id)
                    .ifPresent(page -> assertThat(Explanation.html(page))
                            .as(id.value())
                            .contains("<h3>What it says</h3>", "<h3>Verdicts</h3>", "<td>Pass</td>")
                            .doesNotContain("| ---", "\n## ", "<h1>", "<a "));
        }
    }
}
