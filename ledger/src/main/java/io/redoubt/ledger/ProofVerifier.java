package io.redoubt.ledger;

import io.redoubt.ledger.tree.TreeHasher;
import java.util.List;

/// Verifies proofs as RFC 9162 words it. It shares nothing with the code that makes them but the hash functions, and
/// needs nothing but its arguments.
public final class ProofVerifier {

    private final TreeHasher hasher = new TreeHasher();

    private ProofVerifier() {}

    /// The leaf hash of an entry's JSON.
    public static Hash leaf(byte[] json) {
        return Hash.of(new TreeHasher().leaf(json));
    }

    /// Whether the entry with this leaf hash is in the tree with this root. Section 2.1.3.2.
    public static boolean verify(InclusionProof proof, Hash leaf, Hash root) {
        return new ProofVerifier().inclusion(proof, leaf, root);
    }

    /// Whether the tree with the second root holds the one with the first as its beginning. Section 2.1.4.2.
    public static boolean verify(ConsistencyProof proof, Hash first, Hash second) {
        return new ProofVerifier().consistency(proof, first, second);
    }

    private boolean inclusion(InclusionProof proof, Hash leaf, Hash root) {
        if (proof.index() < 0 || proof.index() >= proof.size()) {
            return false;
        }
        long fn = proof.index();
        long sn = proof.size() - 1;
        byte[] r = leaf.bytes();
        for (Hash p : proof.path()) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = hasher.node(p.bytes(), r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                r = hasher.node(r, p.bytes());
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && Hash.of(r).equals(root);
    }

    private boolean consistency(ConsistencyProof proof, Hash first, Hash second) {
        List<Hash> path = proof.path();
        if (proof.first() < 0 || proof.first() > proof.second()) {
            return false;
        }
        if (proof.first() == proof.second()) {
            return path.isEmpty() && first.equals(second);
        }
        if (proof.first() == 0) {
            return path.isEmpty() && first.equals(Hash.of(hasher.empty()));
        }
        boolean powerOfTwo = Long.bitCount(proof.first()) == 1;
        if (path.isEmpty()) {
            return false;
        }
        long fn = proof.first() - 1;
        long sn = proof.second() - 1;
        while ((fn & 1) == 1) {
            fn >>>= 1;
            sn >>>= 1;
        }
        byte[] fr = (powerOfTwo ? first : path.getFirst()).bytes();
        byte[] sr = fr;
        for (Hash c : powerOfTwo ? path : path.subList(1, path.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = hasher.node(c.bytes(), fr);
                sr = hasher.node(c.bytes(), sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                sr = hasher.node(sr, c.bytes());
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && Hash.of(fr).equals(first) && Hash.of(sr).equals(second);
    }
}
