using IdentitySource.Server.Composition;
using IdentitySource.Storage;

namespace IdentitySource.Server.Commands.Doctor;

/// <summary>What is looked at; earlier looks say what later ones may lean on.</summary>
internal sealed class Patient(IServiceProvider services)
{
    public DeploymentOptions Options { get; } = services.GetRequiredService<DeploymentOptions>();

    public DatabaseFacts? Facts { get; set; }

    /// <summary>Null where there are no tables of ours, or none yet that remember anything.</summary>
    public SchemaAge? Schema { get; set; }

    /// <summary>Whether the tables can be read by this program, with the keys that are under the master key.</summary>
    public bool KeysOpen { get; set; }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();
}
