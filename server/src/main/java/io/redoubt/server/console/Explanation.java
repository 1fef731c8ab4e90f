package io.redoubt.server.console;

import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/// A control's page of the documentation, as HTML to stand below a heading of the second level. HTML in it becomes
/// text, and no link of it leads out of the console.
final class Explanation {

    private static final List<TablesExtension> TABLES = List.of((TablesExtension) TablesExtension.create());

    private Explanation() {}

    static String html(String markdown) {
        Node page = Parser.builder().extensions(TABLES).build().parse(markdown);
        page.accept(new Fitted());
        return HtmlRenderer.builder()
                .extensions(TABLES)
                .escapeHtml(true)
                .sanitizeUrls(true)
                .build()
                .render(page);
    }

    private static final class Fitted extends AbstractVisitor {

        /// The title stands above it already.
        @Override
        public void visit(Heading heading) {
            if (heading.getLevel() == 1) {
                heading.unlink();
            } else {
                heading.setLevel(heading.getLevel() + 1);
                visitChildren(heading);
            }
        }

        /// What it names lies beside the page in the repository, and not here.
        @Override
        public void visit(Link link) {
            visitChildren(link);
            while (link.getFirstChild() != null) {
                link.insertBefore(link.getFirstChild());
            }
            link.unlink();
        }
    }
}
