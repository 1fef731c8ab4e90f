package io.redoubt.server.console;

import io.redoubt.assembly.Difference;
import java.util.List;

/// What changes from one revision to another.
public record DiffPage(String before, String after, List<Line> lines) {

    /// @param sign  `+`, `-` or `~`
    /// @param mark  what it means for security
    public record Line(String sign, String path, String before, String after, Mark mark) {

        static Line of(Difference difference) {
            Difference.Side before = difference.before();
            Difference.Side after = difference.after();
            return new Line(
                    before == null ? "+" : after == null ? "-" : "~",
                    difference.path(),
                    before == null ? "" : before.text(),
                    after == null ? "" : after.text(),
                    switch (difference.direction()) {
                        case TIGHTENS -> new Mark("pass", "▲", "tightens");
                        case LOOSENS -> new Mark("fail", "▼", "loosens");
                        case CHANGES -> new Mark("none", "·", "changes");
                    });
        }
    }
}
