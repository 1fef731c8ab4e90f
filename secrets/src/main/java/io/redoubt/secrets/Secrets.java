package io.redoubt.secrets;

import io.redoubt.control.Control;
import java.util.List;

/// Secrets: where they are kept, how old they may be, where copies go.
public final class Secrets {

    private final SecretsPolicy policy;

    public Secrets(SecretsPolicy policy) {
        this.policy = policy;
    }

    public List<Control<?>> controls() {
        return SecretsControls.of(policy);
    }
}
