package io.redoubt.tls.nginx;

import io.redoubt.control.World;
import io.redoubt.ledger.Json;
import io.redoubt.store.SecretBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The files of one change.
public record FileImages(List<FileImage> images) {

    public FileImages {
        images = List.copyOf(images);
    }

    public World seen() throws IOException {
        int before = 0;
        int after = 0;
        for (FileImage image : images) {
            switch (image.seen()) {
                case BEFORE -> before++;
                case AFTER -> after++;
                case NEITHER -> {
                    return new World.Other(image.path() + " was changed by someone else");
                }
            }
        }
        return after == 0 ? new World.Before() : before == 0 ? new World.After() : new World.Between();
    }

    public void replace() throws IOException {
        for (FileImage image : images) {
            if (image.seen() == FileImage.Seen.AFTER) {
                image.sweep();
            } else {
                image.replace();
            }
        }
    }

    public void putBack() throws IOException {
        for (FileImage image : images) {
            if (image.seen() == FileImage.Seen.BEFORE) {
                image.sweep();
            } else {
                image.putBack();
            }
        }
    }

    /// For the ledger: paths and digests.
    public SortedMap<String, String> facts() {
        SortedMap<String, String> facts = new TreeMap<>();
        images.forEach(image -> facts.put(image.path().toString(), image.digests()));
        return facts;
    }

    public SecretBytes toBytes() {
        List<Json> items = new ArrayList<>();
        images.forEach(image -> items.add(image.toJson()));
        return SecretBytes.copyOf(Json.of(items).toBytes());
    }

    public static FileImages of(SecretBytes bytes) {
        if (Json.ofBytes(bytes.reveal()) instanceof Json.Array(List<Json> items)) {
            return new FileImages(items.stream().map(FileImage::of).toList());
        }
        throw new IllegalArgumentException("not the images of files");
    }
}
