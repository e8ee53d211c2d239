using Xunit;

namespace IdentitySource.TestKit;

/// <summary>What only root can bring about: folders and processes of other accounts.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Skip = "needs root, to act as several accounts";
        }
    }
}
