package io.redoubt.tls;

import io.redoubt.control.Assessment;
import io.redoubt.control.Deviation;
import io.redoubt.control.Mended;
import io.redoubt.control.Plan;
import io.redoubt.control.Proof;
import io.redoubt.control.Remedy;
import io.redoubt.control.RemedyException;
import io.redoubt.control.RemedyException.Touched;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.World;
import io.redoubt.tls.key.KeyFile;
import io.redoubt.tls.key.KeyMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Takes the permission to read a private key from all but its owner.
final class KeyPermissionsRemedy implements Remedy {

    @Override
    public String name() {
        return "key-permissions";
    }

    @Override
    public Planning plan(List<Assessment> failing) {
        List<Plan> plans = new ArrayList<>();
        List<CannotMend> not = new ArrayList<>();
        for (Assessment each : failing) {
            if (each.row().id().equals(PrivateKeyPermissionsControl.ROW.id()) && each.verdict() instanceof Fail fail) {
                List<String> all =
                        fail.deviations().stream().map(Deviation::summary).toList();
                try {
                    KeyFile key = KeyFile.at(Path.of(each.subject().uri()));
                    if (key.opened()) {
                        throw new IOException("everyone may write to its directory: mend that first");
                    }
                    if (all.contains(PrivateKeyPermissionsControl.READABLE) && !key.readableByOwnerAlone()) {
                        plans.add(plan(each, new KeyMode(key, KeyFile.OWNER_ALONE)));
                    }
                } catch (IOException e) {
                    not.add(new CannotMend(each.row().id(), each.subject(), String.valueOf(e.getMessage()), ""));
                }
            }
        }
        return new Planning(plans, not);
    }

    private Plan plan(Assessment each, KeyMode mode) {
        KeyFile key = mode.before();
        String modes = key.octal() + " -> " + KeyFile.octal(mode.after());
        return new Plan(
                name(),
                List.of(new Mended(
                        each.row().id(), each.subject(), List.of(PrivateKeyPermissionsControl.READABLE), List.of())),
                "file://" + key.path().toUri().getRawPath(),
                "mode of " + key.path() + ": " + modes,
                "-mode " + key.octal() + "\n+mode " + KeyFile.octal(mode.after()) + "\n",
                List.of("programs that read the key by its group or as anyone: they can't any more"),
                "the file is looked at again by the name that the policy gives it",
                "its mode is made " + key.octal() + " again",
                new TreeMap<>(Map.of(key.path().toString(), modes)),
                mode.toBytes());
    }

    @Override
    public World observe(Plan plan) throws RemedyException {
        try {
            return KeyMode.of(plan.image()).seen();
        } catch (IOException e) {
            throw new RemedyException(Touched.NOTHING, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void apply(Plan plan) throws RemedyException {
        KeyMode mode = KeyMode.of(plan.image());
        give(mode, mode.after());
    }

    @Override
    public void undo(Plan plan) throws RemedyException {
        KeyMode mode = KeyMode.of(plan.image());
        give(mode, mode.before().mode());
    }

    private static void give(KeyMode mode, int wanted) throws RemedyException {
        try {
            if (KeyFile.at(mode.before().path()).mode() != wanted) {
                mode.give(wanted);
            }
        } catch (IOException e) {
            throw RemedyException.because(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Proof verify(Plan plan) {
        Path named = Path.of(plan.mends().getFirst().subject().uri());
        try {
            KeyFile now = KeyFile.at(named);
            return now.readableByOwnerAlone()
                    ? new Proof.Given(named + " has mode " + now.octal())
                    : new Proof.Missing(named + " has mode " + now.octal());
        } catch (IOException e) {
            return new Proof.Missing(String.valueOf(e.getMessage()));
        }
    }
}
