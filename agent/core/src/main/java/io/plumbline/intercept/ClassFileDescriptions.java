package io.plumbline.intercept;

import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.JavaModule;
import org.jspecify.annotations.Nullable;

/**
 * Describes a class by its class file, read when more than the name is asked. A loaded class is
 * asked itself only when its file is nowhere: its answer loads every type that its methods name,
 * and fails where one is missing.
 */
final class ClassFileDescriptions implements AgentBuilder.DescriptionStrategy {
  @Override
  public boolean isLoadedFirst() {
    return false;
  }

  @Override
  public TypeDescription apply(
      String name,
      @Nullable Class<?> loaded,
      TypePool classFiles,
      AgentBuilder.CircularityLock circularityLock,
      @Nullable ClassLoader loader,
      @Nullable JavaModule module) {
    return loaded == null
        ? classFiles.describe(name).resolve()
        : new OfLoaded(name, loaded, classFiles);
  }

  private static final class OfLoaded
      extends TypeDescription.AbstractBase.OfSimpleType.WithDelegation {
    private final String name;
    private final Class<?> loaded;
    private final TypePool classFiles;
    private @Nullable TypeDescription description;

    OfLoaded(String name, Class<?> loaded, TypePool classFiles) {
      this.name = name;
      this.loaded = loaded;
      this.classFiles = classFiles;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    protected TypeDescription delegate() {
      TypeDescription known = description;
      if (known == null) {
        TypePool.Resolution found = classFiles.describe(name);
        known = found.isResolved() ? found.resolve() : ForLoadedType.of(loaded);
        description = known;
      }
      return known;
    }
  }
}
