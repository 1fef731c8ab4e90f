package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.ledger.tree.CompactRange;
import io.redoubt.ledger.tree.StoredTree;
import io.redoubt.ledger.tree.TreeHasher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofVerifierTest {

    /// The leaves of Certificate Transparency's own test vectors.
    private static final List<String> CT_LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void root_is_that_of_certificate_transparency(int size, String root) {
        CompactRange range = new CompactRange();
        TreeHasher hasher = new TreeHasher();
        for (String leaf : CT_LEAVES.subList(0, size)) {
            range.append(hasher.leaf(HexFormat.of().parseHex(leaf)), CompactRange.NodeSink.NONE);
        }
        assertThat(HexFormat.of().formatHex(range.root())).isEqualTo(root);
    }

    @Test
    void every_proof_of_small_trees_verifies_and_no_changed_one_does() throws IOException {
        Tree tree = new Tree(70);
        for (int size = 1; size <= 70; size++) {
            Hash root = tree.root(size);
            for (int index = 0; index < size; index++) {
                List<Hash> path = tree.inclusion(index, size);
                InclusionProof proof = new InclusionProof(index, size, path);
                assertThat(ProofVerifier.verify(proof, tree.leaf(index), root)).isTrue();
                assertThat(ProofVerifier.verify(proof, tree.leaf((index + 1) % 70), root))
                        .isFalse();
                assertThat(ProofVerifier.verify(new InclusionProof(index, size, longer(path)), tree.leaf(index), root))
                        .isFalse();
                if (!path.isEmpty()) {
                    assertThat(ProofVerifier.verify(
                                    new InclusionProof(index, size, path.subList(1, path.size())),
                                    tree.leaf(index),
                                    root))
                            .isFalse();
                }
            }
            for (int first = 0; first <= size; first++) {
                List<Hash> path = tree.consistency(first, size);
                ConsistencyProof proof = new ConsistencyProof(first, size, path);
                assertThat(ProofVerifier.verify(proof, tree.root(first), root)).isTrue();
                assertThat(ProofVerifier.verify(proof, tree.leaf(0), tree.leaf(1)))
                        .isFalse();
                assertThat(ProofVerifier.verify(
                                new ConsistencyProof(first, size, longer(path)), tree.root(first), root))
                        .isFalse();
                if (first > 0 && first < size) {
                    assertThat(ProofVerifier.verify(proof, tree.root(first - 1), root))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void proofs_verify_across_tile_levels() throws IOException {
        Tree tree = new Tree(66_300);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 300; i++) {
            int size = random.nextInt(1, 66_301);
            int index = random.nextInt(size);
            assertThat(ProofVerifier.verify(
                            new InclusionProof(index, size, tree.inclusion(index, size)),
                            tree.leaf(index),
                            tree.root(size)))
                    .isTrue();
            int first = random.nextInt(size + 1);
            assertThat(ProofVerifier.verify(
                            new ConsistencyProof(first, size, tree.consistency(first, size)),
                            tree.root(first),
                            tree.root(size)))
                    .isTrue();
        }
    }

    @Test
    void edge_restored_from_stored_hashes_grows_to_the_same_root() throws IOException {
        Tree tree = new Tree(1_000);
        for (int size : new int[] {0, 1, 255, 256, 257, 512, 777}) {
            CompactRange range = CompactRange.of(size, tree.stored);
            for (int i = size; i < 1_000; i++) {
                range.append(tree.leaf(i).bytes(), CompactRange.NodeSink.NONE);
            }
            assertThat(Hash.of(range.root())).isEqualTo(tree.root(1_000));
        }
    }

    private static List<Hash> longer(List<Hash> path) {
        List<Hash> longer = new ArrayList<>(path);
        longer.add(Hash.of(new byte[32]));
        return longer;
    }

    /// A tree in memory, with its stored hashes.
    private static final class Tree {

        private final Map<Integer, ByteArrayOutputStream> levels = new HashMap<>();
        private final StoredTree stored = new StoredTree((level, index, count) ->
                Arrays.copyOfRange(levels.get(level).toByteArray(), (int) index * 32, (int) (index + count) * 32));
        private final List<Hash> roots = new ArrayList<>();
        private final List<Hash> leaves = new ArrayList<>();

        Tree(int size) {
            CompactRange range = new CompactRange();
            roots.add(Hash.of(range.root()));
            for (int i = 0; i < size; i++) {
                byte[] leaf = new TreeHasher().leaf(new byte[] {(byte) i, (byte) (i >>> 8), (byte) (i >>> 16)});
                leaves.add(Hash.of(leaf));
                range.append(
                        leaf,
                        (level, _, hash) -> levels.computeIfAbsent(level, _ -> new ByteArrayOutputStream())
                                .writeBytes(hash));
                roots.add(Hash.of(range.root()));
            }
        }

        Hash leaf(int index) {
            return leaves.get(index);
        }

        Hash root(int size) {
            return roots.get(size);
        }

        List<Hash> inclusion(long index, long size) throws IOException {
            return stored.inclusion(index, size).stream().map(Hash::of).toList();
        }

        List<Hash> consistency(long first, long second) throws IOException {
            return stored.consistency(first, second).stream().map(Hash::of).toList();
        }
    }
}
