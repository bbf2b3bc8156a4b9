package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.jobs.Work;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/// Jobs for tests of the desks that begin them: whatever work it is, it goes on until it is
/// stopped.
final class EndlessWork {
  private EndlessWork() {}

  static JobMachines machines() {
    Work endless =
        _ -> {
          new CountDownLatch(1).await();
          return new byte[0];
        };
    return (JobMachines)
        Proxy.newProxyInstance(
            JobMachines.class.getClassLoader(),
            new Class<?>[] {JobMachines.class},
            (_, method, _) -> method.getName().equals("own") ? Acts.peer(1) : endless);
  }
}
