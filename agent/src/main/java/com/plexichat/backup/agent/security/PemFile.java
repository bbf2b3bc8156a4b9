package com.plexichat.backup.agent.security;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/// PEM blocks of one file, in order.
record PemFile(Path path, List<PemObject> blocks) {
  static final String CERTIFICATE = "CERTIFICATE";

  PemFile {
    blocks = List.copyOf(blocks);
  }

  static PemFile ofCertificates(Path path, List<X509Certificate> certificates) {
    return new PemFile(
        path,
        certificates.stream()
            .map(one -> new PemObject(CERTIFICATE, Certificates.der(one)))
            .toList());
  }

  static PemFile parse(Path path, byte[] text) {
    List<PemObject> blocks = new ArrayList<>();
    try (PemReader reader =
        new PemReader(
            new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.US_ASCII))) {
      for (PemObject one = reader.readPemObject(); one != null; one = reader.readPemObject()) {
        blocks.add(one);
      }
    } catch (IOException | RuntimeException e) {
      throw invalid(path, "it is not in PEM form", e);
    }
    return new PemFile(path, blocks);
  }

  void write() {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      for (PemObject block : blocks) {
        writer.writeObject(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PrivateFiles.write(path, text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  byte[] block(String type) {
    return blocks.stream()
        .filter(one -> one.getType().equals(type))
        .findFirst()
        .orElseThrow(() -> invalid(path, "it has no " + type, null))
        .getContent();
  }

  List<X509Certificate> certificates() {
    List<X509Certificate> all =
        blocks.stream()
            .filter(one -> one.getType().equals(CERTIFICATE))
            .map(one -> Certificates.parse(path.toString(), one.getContent()))
            .toList();
    if (all.isEmpty()) {
      throw invalid(path, "it has no " + CERTIFICATE, null);
    }
    return all;
  }

  static OperationFailed invalid(Path path, String why, @Nullable Throwable cause) {
    return new OperationFailed(cause, FailureCode.CONFIG_INVALID, path.toString(), why);
  }
}
