package com.plexichat.backup.console.screens.welcome;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Sessions;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.EnrolmentToken;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// Connecting by address and token. What was pasted may be the whole command line with the token in
/// it.
public final class ConnectModel {
  private static final Pattern TOKEN = Pattern.compile("pxt1-[A-Za-z0-9_\\-\\s]+");

  private final Kit kit;
  private final Sessions sessions;
  private final StringProperty pasted = new SimpleStringProperty(this, "pasted", "");
  private final StringProperty address = new SimpleStringProperty(this, "address", "");
  private final ReadOnlyObjectWrapper<Optional<EnrolmentToken>> token =
      new ReadOnlyObjectWrapper<>(this, "token", Optional.empty());
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());

  public ConnectModel(Kit kit, Sessions sessions) {
    this.kit = kit;
    this.sessions = sessions;
    pasted.subscribe(text -> token.set(read(text)));
  }

  /// What was pasted.
  public StringProperty pastedProperty() {
    return pasted;
  }

  /// Where the cluster is asked; empty: where the token says.
  public StringProperty addressProperty() {
    return address;
  }

  /// The token in what was pasted; empty while there is no whole one.
  public ReadOnlyObjectProperty<Optional<EnrolmentToken>> tokenProperty() {
    return token.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// Makes a key on this machine and asks for its certificate.
  public void connect() {
    if (busy.get()) {
      return;
    }
    if (token.get().isEmpty()) {
      failure.set(Optional.of(new OperationFailed(FailureCode.TOKEN_INVALID)));
      return;
    }
    busy.set(true);
    failure.set(Optional.empty());
    String at = address.get().strip();
    String text = token.get().get().text();
    kit.tasks()
        .run(
            () -> {
              sessions.enrol(at, text);
              return at;
            },
            _ -> {
              busy.set(false);
              pasted.set("");
              address.set("");
            },
            why -> {
              busy.set(false);
              failure.set(Optional.of(why));
            });
  }

  private static Optional<EnrolmentToken> read(String text) {
    Matcher found = TOKEN.matcher(text);
    if (!found.find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(EnrolmentToken.parse(found.group()));
    } catch (IllegalArgumentException notWhole) {
      return Optional.empty();
    }
  }
}
